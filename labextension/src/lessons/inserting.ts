import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { INotebookTracker, Notebook, NotebookActions, NotebookPanel } from '@jupyterlab/notebook';

import type { IEnv } from '../env';
import { recordOf } from '../refusal';
import { chosenWidgets } from '../submit/cells';
import { openNotebook } from '../submit/opening';

/** How long to wait for a session that may never start, in milliseconds. */
const PATIENCE = 5000;

/** Where a cell was inserted: the number of the cell above it, counted from 1 as people do. */
export interface IInserted {
  path: string;
  below: number;
}

/**
 * Insert the cell that shows a check, not run, below the cells of a submission, in its notebook;
 * without a submission, below the selected cells of the notebook in front, which stay selected.
 * Answers `null`, after saying why, where that cannot be.
 */
export async function insertCheck(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  { client, trans }: IEnv,
  check: string,
  submission: string | null
): Promise<IInserted | null> {
  try {
    const source = await client.checkCell(check);
    if (submission === null) {
      const panel = notebooks.currentWidget;
      if (!panel) {
        return await refuse(trans.__('Open the notebook that the cell shall go into.'));
      }
      const last = chosenWidgets(panel.content).pop();
      const below = last ? panel.content.widgets.indexOf(last) : -1;
      insert(panel.content, below + 1, source);
      return { path: panel.context.path, below: below + 1 };
    }
    const { path, cells } = (await client.get(submission)).trace.source;
    const wasOpen = notebooks.find(widget => widget.context.path === path) !== undefined;
    const panel = await openNotebook(app, notebooks, path);
    if (!panel) {
      return await refuse(
        trans.__(
          '“%1” cannot be opened here: it was moved, renamed or deleted, or it opens in a page of its own. Open it, bring this submission into its panel, and insert the cell from there.',
          path
        )
      );
    }
    if (!wasOpen) {
      await settled(panel);
    }
    const ids = cells.map(cell => cell.id);
    const places = panel.content.widgets.flatMap((widget, index) =>
      ids.includes(widget.model.id) ? [index] : []
    );
    const below = places.pop() ?? panel.content.activeCellIndex;
    insert(panel.content, below + 1, source);
    await show(panel.content, below + 1);
    return { path, below: below + 1 };
  } catch (reason) {
    const { message, advice } = recordOf(reason);
    return await refuse([message, advice].filter(Boolean).join(' '));
  }

  async function refuse(body: string): Promise<null> {
    await showDialog({
      title: trans.__('The cell was not inserted'),
      body,
      buttons: [Dialog.okButton({ label: trans.__('Close') })]
    });
    return null;
  }
}

/**
 * Wait for the session of a notebook that was just opened. Right before it starts, Lab forgets
 * what can be undone, and the inserted cell shall not be among that.
 */
export async function settled(panel: NotebookPanel): Promise<void> {
  const enough = new Promise(resolve => setTimeout(resolve, PATIENCE));
  await Promise.race([panel.sessionContext.ready, enough]);
}

/** One change, so that one undo takes the cell out again. */
export function insert(notebook: Notebook, index: number, source: string): void {
  notebook.model?.sharedModel.insertCell(index, {
    cell_type: 'code',
    source,
    metadata: { trusted: true }
  });
}

/** Select a cell, bring it into sight and give it the keyboard. */
export async function show(notebook: Notebook, index: number): Promise<void> {
  notebook.mode = 'command';
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart').catch(() => undefined);
  await NotebookActions.focusActiveCell(notebook, {
    waitUntilReady: true,
    preventScroll: true
  });
}
