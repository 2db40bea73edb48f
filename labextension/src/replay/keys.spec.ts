import { describe, expect, it } from 'vitest';

import { actionOf } from './keys';

/** What was pressed on nothing in particular. */
const pressed = (key: string, metaKey = false) => actionOf({ key, metaKey, within: () => false });

/** What was pressed on an element that matches one of these selectors. */
const on = (key: string, ...selectors: string[]) =>
  actionOf({ key, metaKey: false, within: given => selectors.some(one => given.includes(one)) });

describe('a key in the player', () => {
  it('plays, or jumps', () => {
    expect([' ', '[', ']'].map(key => pressed(key))).toEqual(['toggle', 'previous', 'next']);
    expect(pressed('a')).toBeNull();
  });

  it('is left alone together with a command key', () => {
    expect(pressed('[', true)).toBeNull();
  });

  it('is left to what is typed in or pressed', () => {
    expect(on(' ', 'button')).toBeNull();
    expect(on(']', 'button')).toBe('next');
    expect(on(']', 'textarea')).toBeNull();
    expect(on(' ', 'textarea')).toBeNull();
  });
});
