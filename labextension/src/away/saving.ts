import type { IFile } from '../client';

/** Let the browser save a file, as it saves downloads. */
export function save({ name, content }: IFile): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has begun to read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The name that an answer gives to its file; nothing that could lead into a folder. */
export function fileName(disposition: string | null, otherwise: string): string {
  const found = /filename="([\w.-]+)"/.exec(disposition ?? '');
  return found ? found[1] : otherwise;
}
