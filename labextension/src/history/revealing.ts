/** How long a drawing may take, and how long Lab may take to come to rest, in milliseconds. */
const PATIENCE = 5000;

/**
 * Bring something of the panel into sight and give it the keyboard, as soon as it is drawn. A
 * Lab that has just been opened gives the keyboard to a notebook a little later: it is taken
 * back, until the person presses anything.
 */
export async function reveal(root: Element, selector: string): Promise<void> {
  const found = await drawn(root, selector);
  if (!found) {
    return;
  }
  const focus = (): void => found.focus({ preventScroll: true });
  const again = (): number => requestAnimationFrame(focus);
  const end = (): void => {
    clearTimeout(timer);
    found.removeEventListener('blur', again);
    document.removeEventListener('pointerdown', end, true);
    document.removeEventListener('keydown', end, true);
  };
  const timer = setTimeout(end, PATIENCE);
  found.addEventListener('blur', again);
  document.addEventListener('pointerdown', end, true);
  document.addEventListener('keydown', end, true);
  found.scrollIntoView({ block: 'center' });
  focus();
}

function drawn(root: Element, selector: string): Promise<HTMLElement | null> {
  const find = (): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  return new Promise(resolve => {
    const end = (): void => {
      watch.disconnect();
      clearTimeout(timer);
      resolve(find());
    };
    const watch = new MutationObserver(() => find() && end());
    const timer = setTimeout(end, PATIENCE);
    watch.observe(root, { childList: true, subtree: true, attributes: true });
    if (find()) {
      end();
    }
  });
}
