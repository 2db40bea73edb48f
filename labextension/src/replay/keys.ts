/** What a key does in the player. */
export type KeyAction = 'toggle' | 'next' | 'previous';

interface IKey {
  readonly key: string;
  readonly metaKey: boolean;
  /** Whether it was pressed on an element that matches a selector. */
  readonly within: (selector: string) => boolean;
}

const KEYS: Readonly<Record<string, KeyAction>> = { ' ': 'toggle', '[': 'previous', ']': 'next' };

/** What is typed in, and what the space bar presses or opens by itself. */
const TYPES = 'textarea, select, input:not([type="range"], [type="checkbox"], [type="radio"])';
const PRESSES = `button, summary, input:not([type="range"]), ${TYPES}`;

/** Space plays and pauses, `[` and `]` jump; `null` where a key belongs to something else. */
export function actionOf({ key, metaKey, within }: IKey): KeyAction | null {
  const action = KEYS[key];
  const taken = action === 'toggle' ? PRESSES : TYPES;
  return !action || metaKey || within(taken) ? null : action;
}
