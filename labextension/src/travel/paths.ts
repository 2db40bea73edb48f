/** The folder that a path lies in; empty for the topmost one. */
export function above(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Whether a path is a folder, or lies in it. */
export function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
