import type { JupyterFrontEnd } from '@jupyterlab/application';

/** Show a folder in the file browser, and open a terminal in it; answers whether there is one. */
export async function enterFolder({ commands }: JupyterFrontEnd, path: string): Promise<boolean> {
  if (commands.hasCommand('filebrowser:go-to-path')) {
    await commands.execute('filebrowser:go-to-path', { path });
  }
  // Lab leaves the command out where the server has no terminals.
  if (!commands.hasCommand('terminal:create-new')) {
    return false;
  }
  await commands.execute('terminal:create-new', { cwd: path });
  return true;
}
