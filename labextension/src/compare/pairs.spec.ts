import { describe, expect, it } from 'vitest';

import type { DiffLine } from '../wire';
import { pairs, parted, places } from './pairs';

function lines(text: string): DiffLine[] {
  return text
    .split('|')
    .map(line => ({ mark: line.charAt(0) as DiffLine['mark'], text: line.slice(1) }));
}

describe('pairs', () => {
  it('puts what was removed beside what came in its place', () => {
    expect(pairs(lines(' a|-b|-c|+d| e'))).toEqual([
      { left: 'a', right: 'a', same: true },
      { left: 'b', right: 'd', same: false },
      { left: 'c', right: null, same: false },
      { left: 'e', right: 'e', same: true }
    ]);
  });

  it('keeps what is only added, to the end', () => {
    expect(pairs(lines('+a|+b'))).toEqual([
      { left: null, right: 'a', same: false },
      { left: null, right: 'b', same: false }
    ]);
  });

  it('does not put together what a common line keeps apart', () => {
    expect(pairs(lines('-a| |+b'))).toEqual([
      { left: 'a', right: null, same: false },
      { left: '', right: '', same: true },
      { left: null, right: 'b', same: false }
    ]);
  });
});

describe('places', () => {
  it('counts what stands together once', () => {
    expect(places(lines('-a|+b| c|+d|+e'))).toBe(2);
    expect(places(lines(' a'))).toBe(0);
  });
});

describe('parted', () => {
  it('tells points that differ from those that do not', () => {
    const one = { what: 'Rows', left: '9', right: '9', same: true };
    const other = { what: 'Rank', left: '1', right: null, same: false };
    expect(parted([one, other])).toEqual({ apart: [other], alike: [one] });
  });
});
