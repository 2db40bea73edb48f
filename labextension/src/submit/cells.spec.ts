import { expect, it } from 'vitest';

import { locate } from './cells';

const cells = [
  { id: 'a', index: 1, source: 'one\ntwo' },
  { id: 'b', index: 4, source: 'three' }
];

it('finds a line of the joined source in its cell', () => {
  expect(locate(cells, 2)).toEqual({ index: 1, line: 2 });
  expect(locate(cells, 4)).toEqual({ index: 4, line: 1 });
  expect(locate(cells, 9)).toBeNull();
});
