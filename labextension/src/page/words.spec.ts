import { nullTranslator } from '@jupyterlab/translation';
import { expect, it } from 'vitest';

import { words } from './words';

const lab = nullTranslator.load('assemble_trace');

it('fills in values as Lab does', () => {
  expect(words.__('%2 of %1', 'five', 3)).toBe('3 of five');
  expect(words.__('%2 of %1', 'five', 3)).toBe(lab.__('%2 of %1', 'five', 3));
});

it('counts as Lab does', () => {
  for (const count of [0, 1, 2]) {
    expect(words._n('%1 row', '%1 rows', count)).toBe(lab._n('%1 row', '%1 rows', count));
    expect(words._n('%2 row', '%2 rows', count, 'few')).toBe(
      lab._n('%2 row', '%2 rows', count, 'few')
    );
  }
});
