import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import type { IEnv } from '../env';
import { submitIcon } from '../icons';
import { commandIds, IEnvToken } from '../tokens';

/** The command that plays a submission in the panel: a named one, or the one in view. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:replay',
  description: 'Plays a submission back in the panel.',
  autoStart: true,
  requires: [IEnvToken],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    { trans, model, opened }: IEnv,
    palette: ICommandPalette | null
  ): void => {
    const chosen = (submission: unknown): string | null =>
      typeof submission === 'string' ? submission : (model.state.view?.trace.id ?? null);
    app.commands.addCommand(commandIds.replay, {
      label: trans.__('Replay the Submission'),
      caption: trans.__('Play back, moment by moment, how the submission in view went'),
      icon: submitIcon,
      isEnabled: ({ submission }) => chosen(submission) !== null,
      execute: async ({ submission }) => {
        const id = chosen(submission);
        if (id !== null) {
          await app.commands.execute(commandIds.openPanel);
          await opened.open(id);
        }
      }
    });
    palette?.addItem({ command: commandIds.replay, category: 'Assemblé Trace' });
    model.changed.connect(() => app.commands.notifyCommandChanged(commandIds.replay));
  }
};

export default plugin;
