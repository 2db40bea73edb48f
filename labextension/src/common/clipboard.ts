import { Clipboard } from '@jupyterlab/apputils';

/** Put a text on the clipboard. Rejects where the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
  // Without TLS, as on some hubs, there is only the older way.
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {
    Clipboard.copyToSystem(text);
  }
}
