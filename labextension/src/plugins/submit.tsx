import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IToolbarWidgetRegistry, ToolbarButton } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IDisposable } from '@lumino/disposable';

import type { IEnv } from '../env';
import { openAgain } from '../history/again';
import { submitIcon } from '../icons';
import { chosenWidgets } from '../submit/cells';
import { ISubmitOptions, submitFrom } from '../submit/dialog';
import { cellNames, markChosen } from '../submit/marker';
import { openSource } from '../submit/revise';
import { commandIds, IEnvToken } from '../tokens';

const SETTINGS = 'assemble-trace:plugin';

/** The Submit button, the commands to submit, to try and to revise, and the shortcut. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:submit',
  description: 'Submits a cell of the notebook in front.',
  autoStart: true,
  requires: [IEnvToken, INotebookTracker, IEditorServices],
  optional: [ISettingRegistry, IToolbarWidgetRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    env: IEnv,
    notebooks: INotebookTracker,
    editors: IEditorServices,
    settings: ISettingRegistry | null,
    toolbars: IToolbarWidgetRegistry | null,
    palette: ICommandPalette | null
  ) => {
    const { trans } = env;
    let busy = false;
    /** One preview at a time. */
    const preview = async (
      find: () => Promise<NotebookPanel | null>,
      options: Pick<ISubmitOptions, 'revises' | 'tries'> = {}
    ): Promise<void> => {
      if (busy) {
        return;
      }
      busy = true;
      try {
        const panel = await find();
        if (panel) {
          const stepwise = await setting(settings, 'stepwise');
          await submit(panel, env, { editors, stepwise, ...options }, () =>
            app.commands.execute(commandIds.openPanel)
          );
        }
      } finally {
        busy = false;
      }
    };
    app.commands.addCommand(commandIds.submit, {
      label: trans.__('Submit the Selected Cell'),
      caption: trans.__('See what would be sent to the project, and send it'),
      icon: submitIcon,
      isEnabled: () => notebooks.currentWidget !== null,
      execute: () => preview(async () => notebooks.currentWidget)
    });
    app.commands.addCommand(commandIds.tryFirst, {
      label: trans.__('Try the Selected Cell First'),
      caption: trans.__('Judge it here as CI will, before anything is sent'),
      icon: submitIcon,
      isEnabled: () => notebooks.currentWidget !== null,
      execute: () => preview(async () => notebooks.currentWidget, { tries: true })
    });
    app.commands.addCommand(commandIds.revise, {
      label: trans.__('Revise a Submission'),
      caption: trans.__('Open the cell of a submission, and send it again as it is now'),
      icon: submitIcon,
      isVisible: args => typeof args.submission === 'string',
      execute: args => {
        const submission = String(args.submission);
        return preview(() => openSource(app, notebooks, env, submission), { revises: submission });
      }
    });
    app.commands.addCommand(commandIds.again, {
      label: trans.__('Submit the Code of a Submission Again'),
      caption: trans.__('Put the code of a submission into a new cell, and see what would be sent'),
      icon: submitIcon,
      isVisible: args => typeof args.submission === 'string',
      execute: args => preview(() => openAgain(app, notebooks, env, String(args.submission)))
    });
    palette?.addItem({ command: commandIds.submit, category: 'Assemblé Trace' });
    palette?.addItem({ command: commandIds.tryFirst, category: 'Assemblé Trace' });
    toolbars?.addFactory<NotebookPanel>('Notebook', 'assemble-trace-submit', panel =>
      submitButton(panel, env, () => app.commands.execute(commandIds.submit))
    );
  }
};

/** A setting that is on or off, as it is now. */
async function setting(settings: ISettingRegistry | null, name: string): Promise<boolean> {
  return (await settings?.get(SETTINGS, name))?.composite === true;
}

async function submit(
  panel: NotebookPanel,
  env: IEnv,
  options: ISubmitOptions,
  openPanel: () => Promise<void>
): Promise<void> {
  const { model } = env;
  const ending = await submitFrom(panel, env, options);
  switch (ending.kind) {
    case 'started':
      // In sight first: the panel may lead to a step that waits for the person.
      await openPanel();
      await model.adopt(ending.view);
      break;
    case 'existing':
      await model.pin(ending.view.trace.id);
      await openPanel();
      break;
    case 'refused':
      // The refusal is a record like any other: the panel shows it as the newest.
      await model.pin(null);
      break;
    case 'left':
      break;
  }
}

/** While pointer or focus is on the button, the cells that it would send are marked, and named. */
function submitButton(
  panel: NotebookPanel,
  { trans }: IEnv,
  press: () => Promise<void>
): ToolbarButton {
  const notebook = panel.content;
  let marked: IDisposable | null = null;
  const show = (): void => {
    marked?.dispose();
    marked = markChosen(notebook, trans.__('Submit sends this cell'));
    name();
  };
  const hide = (): void => {
    marked?.dispose();
    marked = null;
    said.textContent = '';
  };
  const button = new ToolbarButton({
    className: 'jp-AssembleTrace-submitButton',
    label: trans.__('Submit'),
    icon: submitIcon,
    tooltip: trans.__('See what would be sent to the project, and send it'),
    // The focus that the closed dialog gives back is no sign of an intention.
    onClick: () => void press().then(hide)
  });
  const { node } = button;
  // Marks are for those who see them; a screen reader says this.
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  said.className = 'jp-AssembleTrace-unseen';
  panel.node.append(said);
  const name = (): void => {
    const numbers = chosenWidgets(notebook).map(cell => notebook.widgets.indexOf(cell) + 1);
    const sends = trans.__('Sends %1.', cellNames(numbers, trans));
    said.textContent = marked ? sends : '';
  };
  node.addEventListener('pointerenter', show);
  node.addEventListener('focusin', show);
  node.addEventListener('pointerleave', hide);
  node.addEventListener('focusout', hide);
  notebook.activeCellChanged.connect(name);
  notebook.selectionChanged.connect(name);
  button.disposed.connect(() => {
    notebook.activeCellChanged.disconnect(name);
    notebook.selectionChanged.disconnect(name);
    hide();
  });
  return button;
}

export default plugin;
