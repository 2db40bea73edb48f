import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { IEnv } from '../env';
import { recordOf } from '../refusal';
import type { Source } from '../wire';
import { select } from './cells';
import { openNotebook } from './opening';

/**
 * Bring the notebook of a submission to the front and select the cells that it was made of.
 * Answers `null`, after saying why, where that cannot be.
 */
export async function openSource(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  { client, trans }: IEnv,
  submission: string
): Promise<NotebookPanel | null> {
  let source: Source;
  try {
    source = (await client.get(submission)).trace.source;
  } catch (reason) {
    const { message, advice } = recordOf(reason);
    await say([message, advice].filter(Boolean).join(' '));
    return null;
  }
  const name = PathExt.basename(source.path);
  const panel = await openNotebook(app, notebooks, source.path);
  if (!panel) {
    await say(
      trans.__(
        '“%1” cannot be opened here: it was moved, renamed or deleted, or it is no notebook. Open the notebook that holds the cell now, select the cell and press Submit.',
        source.path
      )
    );
    return null;
  }
  const missing = select(
    panel.content,
    source.cells.map(cell => cell.id)
  );
  if (missing === 0) {
    return panel;
  }
  const { button } = await showDialog({
    title: trans.__('The cell is gone'),
    body: trans.__(
      'What was submitted is no longer a cell of “%1”. You can send the cell that is selected there now instead; otherwise cancel, select the cell that takes its place, and choose Revise again.',
      name
    ),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Send the selected cell') })]
  });
  return button.accept ? panel : null;

  async function say(body: string): Promise<void> {
    await showDialog({
      title: trans.__('The notebook is not there'),
      body,
      buttons: [Dialog.okButton({ label: trans.__('Close') })]
    });
  }
}
