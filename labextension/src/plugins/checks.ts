import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';

import type { IEnv } from '../env';
import { insertCheck } from '../lessons/inserting';
import { commandIds, IEnvToken } from '../tokens';

/** The command that inserts a cell which shows a check at work. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:checks',
  description: 'Inserts cells that show the checks of a feature.',
  autoStart: true,
  requires: [IEnvToken, INotebookTracker],
  activate: (app: JupyterFrontEnd, env: IEnv, notebooks: INotebookTracker) => {
    const { trans } = env;
    app.commands.addCommand(commandIds.insertCheck, {
      label: trans.__('Insert a Cell That Shows a Check'),
      caption: trans.__('Insert a cell in which a check fails and passes'),
      isVisible: args => typeof args.check === 'string',
      execute: ({ check, submission }) =>
        insertCheck(
          app,
          notebooks,
          env,
          String(check),
          typeof submission === 'string' ? submission : null
        )
    });
  }
};

export default plugin;
