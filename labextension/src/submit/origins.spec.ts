import { describe, expect, it } from 'vitest';

import type { SliceLine } from '../wire';
import { gatheredFrom, originsOf } from './origins';

const slice: SliceLine[] = [
  { text: 'import numpy as np', kind: 'gathered', cell_index: 1, line: 2, names: ['np'] },
  { text: '', kind: 'blank' },
  { text: 'half = 0.5', kind: 'gathered', cell_index: 3, line: 1, names: ['half'] },
  { text: '', kind: 'blank' },
  { text: 'y = np.log(half)', kind: 'selected', cell_index: 2, line: 1 }
];
const text = slice.map(line => line.text).join('\n');

describe('the origins of lines', () => {
  it('are those of the slice while nothing was changed', () => {
    expect(originsOf(text, slice)).toEqual(slice);
  });

  it('stay with their lines when others are typed between them', () => {
    const edited = text.replace('half = 0.5', '# mine\nhalf = 0.5\nthird = 1 / 3');
    const kinds = originsOf(edited, slice).map(origin => origin?.text ?? null);
    expect(kinds).toEqual([
      'import numpy as np',
      '',
      null,
      'half = 0.5',
      null,
      '',
      'y = np.log(half)'
    ]);
  });

  it('are lost by a line that was changed, and by none other', () => {
    const edited = text.replace('0.5', '0.25');
    expect(originsOf(edited, slice).map(origin => origin !== null)).toEqual([
      true,
      true,
      false,
      true,
      true
    ]);
  });

  it('are nobody’s without a slice', () => {
    expect(originsOf('a\nb', [])).toEqual([null, null]);
  });

  it('are summed up by cell', () => {
    expect(gatheredFrom(slice)).toEqual([
      { cellNumber: 2, lines: 1, names: ['np'] },
      { cellNumber: 4, lines: 1, names: ['half'] }
    ]);
  });
});
