import type { TreeEntry } from '../wire';

/** How many paths are listed before somebody asks for all of them. */
export const FEW = 12;

export interface IRow {
  readonly entry: TreeEntry;
  /** The last part of its path. */
  readonly name: string;
  /** How many folders it lies in. */
  readonly depth: number;
}

/** A tree as rows in the order of its folders; a short one, unless all of it is asked for. */
export function rowsOf(tree: readonly TreeEntry[], all: boolean): IRow[] {
  const shown = all || tree.length <= FEW ? tree : tree.filter(isTold(tree));
  return [...shown].sort((a, b) => compare(a.path, b.path)).map(row);
}

/** Whether a path tells something: it was changed or kept, or lies beside the root's others. */
function isTold(tree: readonly TreeEntry[]): (entry: TreeEntry) => boolean {
  const told = new Set<string>();
  for (const entry of tree) {
    const matters = entry.change || (entry.kept && entry.kind !== 'folder');
    if (matters) {
      const parts = entry.path.split('/');
      parts.forEach((_, index) => told.add(parts.slice(0, index + 1).join('/')));
    }
  }
  return entry => told.has(entry.path);
}

function row(entry: TreeEntry): IRow {
  const parts = entry.path.split('/');
  return { entry, name: parts[parts.length - 1], depth: parts.length - 1 };
}

/** Part by part, so that what is in a folder follows it at once. */
function compare(one: string, other: string): number {
  const left = one.split('/');
  const right = other.split('/');
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    if (left[index] !== right[index]) {
      return left[index] < right[index] ? -1 : 1;
    }
  }
  return left.length - right.length;
}
