import { describe, expect, it, vi } from 'vitest';

import { plan } from '../testing';
import type { Cell, Source } from '../wire';

vi.mock('@jupyterlab/apputils', () => ({}));
vi.mock('../lessons/inserting', () => ({}));
vi.mock('../submit/opening', () => ({}));

const { codeOf } = await import('./again');

const cell = (source: string): Cell => ({ id: source, index: 0, type: 'code', source });
const of = (source: Partial<Source>, added: string[] = []): string =>
  codeOf({
    source: { path: 'A.ipynb', cells: [], ...source },
    plan: plan({ added_lines: added })
  });

describe('codeOf', () => {
  it('joins the cells as they were sent', () => {
    expect(of({ cells: [cell('\nx = 1'), cell('y = 2\n')] })).toBe('x = 1\n\ny = 2');
  });

  it('takes what was made of them, and the lines that were put before', () => {
    expect(of({ cells: [cell('x')], edited: 'y' }, ['import a'])).toBe('import a\ny');
  });

  it('is nothing where there is nothing', () => {
    expect(of({ cells: [cell(' \n')] })).toBe('');
    expect(codeOf({ source: { path: 'A.ipynb', cells: [cell('x')] }, plan: null })).toBe('x');
  });
});
