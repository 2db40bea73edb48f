import type { DiffLine, Point } from '../wire';

/** A line of each side, where it has one. */
export interface IPair {
  readonly left: string | null;
  readonly right: string | null;
  readonly same: boolean;
}

/** Put what was removed beside what was added in its place. */
export function pairs(lines: readonly DiffLine[]): IPair[] {
  const found: IPair[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      found.push({ left: removed[at] ?? null, right: added[at] ?? null, same: false });
    }
    removed = [];
    added = [];
  };
  for (const { mark, text } of lines) {
    if (mark === '-') {
      removed.push(text);
    } else if (mark === '+') {
      added.push(text);
    } else {
      flush();
      found.push({ left: text, right: text, same: true });
    }
  }
  flush();
  return found;
}

/** In how many places lines differ: what stands together counts once. */
export function places(lines: readonly DiffLine[]): number {
  return lines.filter(({ mark }, at) => mark !== ' ' && (at === 0 || lines[at - 1].mark === ' '))
    .length;
}

/** Points that differ, and those that do not. */
export function parted(points: readonly Point[]): { apart: Point[]; alike: Point[] } {
  return {
    apart: points.filter(point => !point.same),
    alike: points.filter(point => point.same)
  };
}
