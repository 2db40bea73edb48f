import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { readIn, saveCopy } from '../away/dialogs';
import type { IEnv } from '../env';
import { submitIcon } from '../icons';
import { commandIds, IEnvToken } from '../tokens';

/** The commands that save a copy of the submission in view, and that read others in. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:away',
  description: 'Saves submissions as files, and reads them in.',
  autoStart: true,
  requires: [IEnvToken],
  optional: [ICommandPalette],
  activate: (app: JupyterFrontEnd, env: IEnv, palette: ICommandPalette | null): void => {
    const { trans, model } = env;
    app.commands.addCommand(commandIds.saveCopy, {
      label: trans.__('Save a Copy of the Submission…'),
      caption: trans.__('As a web page, a bundle, a notebook, a script…'),
      icon: submitIcon,
      isEnabled: () => model.state.view !== null,
      execute: async () => {
        const trace = model.state.view?.trace;
        if (trace) {
          await saveCopy(env, trace.id, trace.short_id);
        }
      }
    });
    app.commands.addCommand(commandIds.import, {
      label: trans.__('Import Submissions…'),
      caption: trans.__('Submissions that were made elsewhere, to look at and to play'),
      icon: submitIcon,
      execute: async () => {
        const chosen = await readIn(env);
        if (chosen !== null) {
          await app.commands.execute(commandIds.openPanel);
          await model.pin(chosen);
        }
      }
    });
    for (const command of [commandIds.saveCopy, commandIds.import]) {
      palette?.addItem({ command, category: 'Assemblé Trace' });
    }
    model.changed.connect(() => app.commands.notifyCommandChanged(commandIds.saveCopy));
  }
};

export default plugin;
