import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IToolbarWidgetRegistry, ToolbarButton } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';

import type { IEnv } from '../env';
import { submitIcon } from '../icons';
import { submitFrom } from '../submit/dialog';
import { mark } from '../submit/marker';
import { commandIds, IEnvToken } from '../tokens';

/** The Submit button, command and shortcut. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:submit',
  description: 'Submits a cell of the notebook in front.',
  autoStart: true,
  requires: [IEnvToken, INotebookTracker],
  optional: [IToolbarWidgetRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    env: IEnv,
    notebooks: INotebookTracker,
    toolbars: IToolbarWidgetRegistry | null,
    palette: ICommandPalette | null
  ) => {
    const { trans } = env;
    let busy = false;
    app.commands.addCommand(commandIds.submit, {
      label: trans.__('Submit the Selected Cell'),
      caption: trans.__('See what would be sent to the project, and send it'),
      icon: submitIcon,
      isEnabled: () => notebooks.currentWidget !== null,
      execute: async () => {
        const panel = notebooks.currentWidget;
        if (panel && !busy) {
          busy = true;
          try {
            await submit(panel, env, () => app.commands.execute(commandIds.openPanel));
          } finally {
            busy = false;
          }
        }
      }
    });
    palette?.addItem({ command: commandIds.submit, category: 'Assemblé Trace' });
    toolbars?.addFactory<NotebookPanel>('Notebook', 'assemble-trace-submit', panel =>
      submitButton(panel, env, () => app.commands.execute(commandIds.submit))
    );
  }
};

async function submit(
  panel: NotebookPanel,
  { model, ...rest }: IEnv,
  openPanel: () => Promise<void>
): Promise<void> {
  const ending = await submitFrom(panel, { model, ...rest });
  switch (ending.kind) {
    case 'started':
      await model.adopt(ending.view);
      await openPanel();
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

/** While pointer or focus is on the button, the cells that it would send are marked. */
function submitButton(
  panel: NotebookPanel,
  { trans }: IEnv,
  press: () => Promise<void>
): ToolbarButton {
  let marked: IDisposable | null = null;
  const show = (): void => {
    marked?.dispose();
    marked = mark(panel.content, trans.__('Submit sends this cell'));
  };
  const hide = (): void => {
    marked?.dispose();
    marked = null;
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
  node.addEventListener('pointerenter', show);
  node.addEventListener('focusin', show);
  node.addEventListener('pointerleave', hide);
  node.addEventListener('focusout', hide);
  button.disposed.connect(hide);
  return button;
}

export default plugin;
