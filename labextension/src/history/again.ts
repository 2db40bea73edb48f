import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { IEnv } from '../env';
import { insert, settled, show } from '../lessons/inserting';
import { recordOf } from '../refusal';
import { openNotebook } from '../submit/opening';
import type { Trace } from '../wire';

/** What was sent, with the lines that were put before it: one cell, or nothing. */
export function codeOf({ source, plan }: Pick<Trace, 'source' | 'plan'>): string {
  const text = source.edited ?? source.cells.map(cell => cell.source).join('\n\n');
  const code = [...(plan?.added_lines ?? []), text.replace(/^\n+/, '')].join('\n').trimEnd();
  return code.trim() && code;
}

/**
 * Put the code of a submission into a new cell, selected: below its own cells where they still
 * are, otherwise in the notebook in front, as for one that was read in. Answers `null`, after
 * saying why, where that cannot be.
 */
export async function openAgain(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  { client, trans }: IEnv,
  submission: string
): Promise<NotebookPanel | null> {
  try {
    const { trace, imported } = await client.get(submission);
    const code = codeOf(trace);
    if (!code) {
      return await refuse(trans.__('The record of %1 holds no code.', trace.short_id));
    }
    const { path, cells } = trace.source;
    const its = !imported && path.endsWith('.ipynb');
    const wasOpen = notebooks.find(widget => widget.context.path === path) !== undefined;
    const own = its ? await openNotebook(app, notebooks, path) : null;
    const panel = own ?? notebooks.currentWidget;
    if (!panel) {
      return await refuse(
        trans.__('Open the notebook that the code shall go into, and choose Again once more.')
      );
    }
    if (own && !wasOpen) {
      await settled(panel);
    }
    app.shell.activateById(panel.id);
    const notebook = panel.content;
    const ids = own ? cells.map(cell => cell.id) : [];
    const last = notebook.widgets.map(widget => ids.includes(widget.model.id)).lastIndexOf(true);
    const below = last >= 0 ? last : notebook.activeCellIndex;
    insert(notebook, below + 1, code);
    await show(notebook, below + 1);
    return panel;
  } catch (reason) {
    const { message, advice } = recordOf(reason);
    return await refuse([message, advice].filter(Boolean).join(' '));
  }

  async function refuse(body: string): Promise<null> {
    await showDialog({
      title: trans.__('There is no new cell'),
      body,
      buttons: [Dialog.okButton({ label: trans.__('Close') })]
    });
    return null;
  }
}
