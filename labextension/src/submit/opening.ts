import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

/** Bring a notebook to the front, opened if it was closed; `null` where that cannot be. */
export async function openNotebook(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  path: string
): Promise<NotebookPanel | null> {
  let found = notebooks.find(widget => widget.context.path === path) ?? null;
  if (!found) {
    try {
      await app.serviceManager.contents.get(path, { content: false });
      await app.commands.execute('docmanager:open', { path, factory: 'Notebook' });
    } catch {
      return null;
    }
    found = notebooks.find(widget => widget.context.path === path) ?? null;
  }
  if (found) {
    app.shell.activateById(found.id);
    await found.context.ready;
    await found.revealed;
  }
  return found;
}
