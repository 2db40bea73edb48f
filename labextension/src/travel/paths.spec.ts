import { describe, expect, it } from 'vitest';

import { above, holds } from './paths';

describe('paths', () => {
  it('have a folder above them, up to the topmost one', () => {
    expect(above('a/b/c')).toBe('a/b');
    expect(above('a')).toBe('');
    expect(above('')).toBe('');
  });

  it('lie in a folder, and not in one whose name only begins alike', () => {
    expect(holds('a/one', 'a/one')).toBe(true);
    expect(holds('a/one', 'a/one/houses')).toBe(true);
    expect(holds('a/one', 'a/one-more')).toBe(false);
    expect(holds('a/one', 'a')).toBe(false);
  });
});
