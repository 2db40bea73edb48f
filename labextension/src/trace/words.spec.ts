import { expect, it } from 'vitest';

import { checkMark, duration, elapsed, figure } from './words';

it('says a duration as shortly as it can be said', () => {
  expect([3, 999, 1000, 9940, 9960, 59400, 59600, 200000].map(duration)).toEqual([
    '3 ms',
    '999 ms',
    '1.0 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '3 min 20 s'
  ]);
});

it('knows no duration of what has not ended', () => {
  expect(elapsed('2026-11-22T10:00:00Z', null)).toBeNull();
  expect(elapsed('2026-11-22T10:00:00Z', '2026-11-22T10:00:02.500Z')).toBe('2.5 s');
});

it('reads a check run as GitHub means it', () => {
  expect(checkMark('queued', null)).toBe('pending');
  expect(checkMark('in_progress', null)).toBe('running');
  expect(checkMark('completed', 'success')).toBe('passed');
  expect(checkMark('completed', 'neutral')).toBe('later');
  expect(checkMark('completed', 'skipped')).toBe('skipped');
  expect(checkMark('completed', 'timed_out')).toBe('failed');
});

it('writes numbers with the digits that they deserve', () => {
  expect([2930, 0.0312345, -1.5e-7].map(figure)).toEqual(['2930', '0.03123', '−1.5e-7']);
});
