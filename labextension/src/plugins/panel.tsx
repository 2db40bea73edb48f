import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, IWindowResolver, ReactWidget } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import React from 'react';

import { EnvContext, IEnv } from '../env';
import { HistoryModel } from '../history/model';
import { submitIcon } from '../icons';
import { explain } from '../lessons/explain';
import { textRenderer } from '../lessons/sanitizer';
import { OpenedReplay } from '../replay/opening';
import { commandIds, IEnvToken, ITraces } from '../tokens';
import { Panel } from '../trace/Panel';
import { Places } from '../travel/entering';
import { Sandboxes } from '../travel/model';
import { browserMemory, remember, workspaceMemory } from './memory';

/** The side panel, which follows the notebook in front. */
class PanelWidget extends ReactWidget {
  constructor(
    private readonly env: IEnv,
    label: string
  ) {
    super();
    this.id = 'assemble-trace-panel';
    this.addClass('jp-AssembleTrace-panel');
    this.title.icon = submitIcon;
    this.title.caption = label;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', label);
    document.addEventListener('visibilitychange', this.look);
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.look);
    super.dispose();
  }

  protected render(): JSX.Element {
    return (
      <EnvContext.Provider value={this.env}>
        <Panel />
      </EnvContext.Provider>
    );
  }

  protected onAfterShow(): void {
    this.look();
  }

  protected onAfterHide(): void {
    this.look();
  }

  private readonly look = (): void => {
    this.env.model.setVisible(this.isVisible && !document.hidden);
  };
}

const plugin: JupyterFrontEndPlugin<IEnv> = {
  id: 'assemble-trace:panel',
  description: 'The panel that shows each step of a submission.',
  autoStart: true,
  provides: IEnvToken,
  requires: [ITraces, INotebookTracker, IRenderMimeRegistry],
  optional: [
    IEditorLanguageRegistry,
    IFileBrowserFactory,
    ILayoutRestorer,
    IStateDB,
    IWindowResolver,
    ICommandPalette,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    { client, model }: ITraces,
    notebooks: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    languages: IEditorLanguageRegistry | null,
    browsers: IFileBrowserFactory | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    workspaces: IWindowResolver | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): IEnv => {
    const trans = (translator ?? nullTranslator).load('assemble_trace');
    const opened = new OpenedReplay(client);
    model.chosen.connect(() => opened.close());
    const env: IEnv = {
      trans,
      client,
      model,
      history: new HistoryModel(client, model),
      opened,
      sandboxes: new Sandboxes(client, new Places(app, browsers)),
      rendermime: textRenderer(rendermime),
      highlight: languages
        ? (code, language, node) => languages.highlight(code, languages.findByName(language), node)
        : null,
      explain,
      openPage: () => void app.commands.execute(commandIds.openPullRequest),
      revise: submission => void app.commands.execute(commandIds.revise, { submission }),
      compare: (left, right) => void app.commands.execute(commandIds.compare, { left, right }),
      again: submission => void app.commands.execute(commandIds.again, { submission }),
      insertCheck: (check, submission) =>
        app.commands.execute(commandIds.insertCheck, { check, submission })
    };
    const panel = new PanelWidget(env, trans.__('Assemblé Trace'));
    app.shell.add(panel, 'right', { rank: 700, type: 'Assemblé Trace' });
    restorer?.add(panel, panel.id);

    const follow = (): void => void model.setPath(notebooks.currentWidget?.context.path ?? null);
    notebooks.currentChanged.connect(follow);
    notebooks.widgetAdded.connect((_, widget) => widget.context.pathChanged.connect(follow));
    const memory =
      state && workspaces
        ? workspaceMemory(state)
        : browserMemory(app.serviceManager.serverSettings.baseUrl);
    void app.restored.then(() => remember(model, memory)).then(follow);

    const open = (): void => {
      app.shell.activateById(panel.id);
      void model.refresh();
    };
    app.commands.addCommand(commandIds.openPanel, {
      label: trans.__('Open the Submission Panel'),
      caption: trans.__('Show the steps of a submission'),
      icon: submitIcon,
      execute: open
    });
    app.commands.addCommand(commandIds.history, {
      label: trans.__('Show Past Submissions'),
      caption: trans.__('Show the history of submissions'),
      icon: submitIcon,
      execute: () => {
        open();
        env.history.setOpen(true);
      }
    });
    for (const command of [commandIds.openPanel, commandIds.history]) {
      palette?.addItem({ command, category: 'Assemblé Trace' });
    }
    return env;
  }
};

export default plugin;
