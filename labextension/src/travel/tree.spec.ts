import { describe, expect, it } from 'vitest';

import type { TreeEntry } from '../wire';
import { FEW, rowsOf } from './tree';

function entry(path: string, more: Partial<TreeEntry> = {}): TreeEntry {
  return { path, kind: 'file', sha: '0'.repeat(40), kept: false, ...more };
}

const paths = (tree: TreeEntry[], all = false): string[] =>
  rowsOf(tree, all).map(({ entry, depth, name }) => `${depth} ${name} ${entry.path}`);

describe('a tree', () => {
  it('lists what is in a folder right after it', () => {
    const tree = ['src-old', 'src', 'src/b.py', 'src/a', 'src/a/c.py'].map(path => entry(path));
    expect(paths(tree)).toEqual([
      '0 src src',
      '1 a src/a',
      '2 c.py src/a/c.py',
      '1 b.py src/b.py',
      '0 src-old src-old'
    ]);
  });

  it('is short at first: what was changed or kept, and the folders that lead there', () => {
    const others = Array.from({ length: FEW }, (_, index) => entry(`docs/${index}.md`));
    const tree = [
      ...others,
      entry('src', { kind: 'folder', kept: true }),
      entry('src/x.py', { change: 'added', kept: true }),
      entry('src/y.py', { kept: true }),
      entry('old/z.py', { change: 'deleted' })
    ];
    expect(paths(tree)).toEqual([
      '1 z.py old/z.py',
      '0 src src',
      '1 x.py src/x.py',
      '1 y.py src/y.py'
    ]);
    expect(paths(tree, true)).toHaveLength(FEW + 4);
  });
});
