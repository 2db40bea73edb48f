/** Put a text on the clipboard. Rejects where the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
  // Without TLS, as on some hubs, there is only the older way.
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {
    copyNow(text);
  }
}

/** The same while a button is being pressed, the older way: it works everywhere. */
export function copyNow(text: string): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('copy', give, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', give, { capture: true });
}
