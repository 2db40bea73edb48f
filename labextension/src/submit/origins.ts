import type { SliceLine } from '../wire';

/** Where a line comes from: a line of the slice, or `null` for one that the learner typed. */
export type Origin = SliceLine | null;

/** More comparisons than this are not worth the wait: the lines between count as typed. */
const LIMIT = 4_000_000;

/** Tell for each line of an edited slice where it comes from: its longest common subsequence. */
export function originsOf(text: string, slice: readonly SliceLine[]): Origin[] {
  const lines = text.split('\n');
  const origins: Origin[] = lines.map(() => null);
  let top = 0;
  while (top < lines.length && top < slice.length && lines[top] === slice[top].text) {
    origins[top] = slice[top];
    top++;
  }
  let end = lines.length;
  let last = slice.length;
  while (end > top && last > top && lines[end - 1] === slice[last - 1].text) {
    origins[--end] = slice[--last];
  }
  if ((end - top) * (last - top) > LIMIT) {
    return origins;
  }
  const lengths = table(lines.slice(top, end), slice.slice(top, last));
  let i = 0;
  let j = 0;
  while (i < end - top && j < last - top) {
    if (lines[top + i] === slice[top + j].text) {
      origins[top + i++] = slice[top + j++];
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
      i++;
    } else {
      j++;
    }
  }
  return origins;
}

/** Lengths of the longest common subsequences of what is left from each place on. */
function table(lines: string[], slice: SliceLine[]): number[][] {
  const lengths = Array.from({ length: lines.length + 1 }, () =>
    new Array<number>(slice.length + 1).fill(0)
  );
  for (let i = lines.length - 1; i >= 0; i--) {
    for (let j = slice.length - 1; j >= 0; j--) {
      lengths[i][j] =
        lines[i] === slice[j].text
          ? lengths[i + 1][j + 1] + 1
          : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

/** The gathered lines by the cell they came from: how many, and for which names. */
export interface IGathered {
  /** The cell's place in the notebook, counted from 1 as people do. */
  cellNumber: number;
  lines: number;
  names: string[];
}

/** Say in short what was gathered, in the order in which it stands. */
export function gatheredFrom(slice: readonly SliceLine[]): IGathered[] {
  const found = new Map<number, { lines: number; names: Set<string> }>();
  for (const line of slice) {
    if (line.kind === 'gathered' && typeof line.cell_index === 'number') {
      const entry = found.get(line.cell_index) ?? { lines: 0, names: new Set() };
      entry.lines++;
      (line.names ?? []).forEach(name => entry.names.add(name));
      found.set(line.cell_index, entry);
    }
  }
  return [...found].map(([index, { lines, names }]) => ({
    cellNumber: index + 1,
    lines,
    names: [...names]
  }));
}
