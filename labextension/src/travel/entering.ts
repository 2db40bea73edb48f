import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { Widget } from '@lumino/widgets';

import type { IPlaces } from './model';
import { above, holds } from './paths';

/** A terminal's widget, as far as it is needed here. */
type TerminalWidget = Widget & { content?: { session?: { name?: string } } };

/** Goes to folders in Lab: in the file browser, and in a terminal. */
export class Places implements IPlaces {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly browsers: IFileBrowserFactory | null
  ) {}

  async enter(path: string): Promise<boolean> {
    const { commands } = this.app;
    if (commands.hasCommand('filebrowser:go-to-path')) {
      await commands.execute('filebrowser:go-to-path', { path });
    }
    // Lab leaves the command out where the server has no terminals.
    if (!commands.hasCommand('terminal:create-new')) {
      return false;
    }
    const widget: TerminalWidget = await commands.execute('terminal:create-new', { cwd: path });
    this.terminals.push({ path, widget });
    return true;
  }

  async leave(folder: string): Promise<void> {
    const inside = this.terminals.filter(({ path }) => holds(folder, path));
    this.terminals = this.terminals.filter(one => !inside.includes(one));
    for (const { widget } of inside) {
      await this.end(widget);
    }
    const moved: Promise<void>[] = [];
    this.browsers?.tracker.forEach(({ model }) => {
      if (holds(folder, model.path)) {
        moved.push(model.cd(`/${above(above(folder))}`));
      }
    });
    await Promise.all(moved);
  }

  /** End a terminal with what runs in it: to close its tab alone would leave the shell there. */
  private async end(widget: TerminalWidget): Promise<void> {
    const name = widget.content?.session?.name;
    if (name && !widget.isDisposed) {
      await this.app.serviceManager.terminals.shutdown(name);
    }
    widget.dispose();
  }

  private terminals: { path: string; widget: TerminalWidget }[] = [];
}
