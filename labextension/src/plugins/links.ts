import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRouter } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';

import type { IEnv } from '../env';
import { LINK, placeIn, without } from '../history/link';
import { reveal } from '../history/revealing';
import { recordOf } from '../refusal';
import { commandIds, IEnvToken } from '../tokens';

/** Leads to the submission, and to the step of it, that the page's address names. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:links',
  description: 'Opens the submission that a link leads to.',
  autoStart: true,
  requires: [IEnvToken, IRouter],
  activate: (app: JupyterFrontEnd, { client, model, trans }: IEnv, router: IRouter) => {
    const lead = async (search: string): Promise<void> => {
      const place = placeIn(search);
      if (!place) {
        return say(trans.__('The link names no submission. It may have been cut off.'));
      }
      const { step } = place;
      try {
        const { id } = (await client.get(place.submission)).trace;
        await app.commands.execute(commandIds.openPanel);
        await model.pin(id);
        const drawn = step !== null && model.state.explain;
        const head = drawn ? `[data-step="${step}"] button` : '.jp-AssembleTrace-summary h2';
        if (step) {
          model.setOpen(step, true);
        }
        const panel = document.getElementById('assemble-trace-panel');
        await (panel && reveal(panel, `[data-submission="${id}"] ${head}`));
      } catch (reason) {
        const { message, advice } = recordOf(reason);
        await say([message, advice].filter(Boolean).join(' '));
      }
    };
    const say = async (body: string): Promise<void> => {
      await showDialog({
        title: trans.__('The link leads nowhere'),
        body,
        buttons: [Dialog.okButton({ label: trans.__('Close') })]
      });
    };
    app.commands.addCommand(commandIds.link, {
      label: trans.__('Open the Submission of a Link'),
      isVisible: () => false,
      execute: async args => {
        const { search } = args as unknown as IRouter.ILocation;
        // What was open before comes back first, and the panel with it.
        await app.restored;
        const { path, hash } = router.current;
        router.navigate(`${path}${without(router.current.search ?? '')}${hash ?? ''}`, {
          skipRouting: true
        });
        await lead(search ?? '');
      }
    });
    router.register({ command: commandIds.link, pattern: LINK });
  }
};

export default plugin;
