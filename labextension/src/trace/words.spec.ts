import { expect, it } from 'vitest';

import { traceView } from '../testing';
import { words } from '../page/words';
import { checkMark, duration, elapsed, figure, isolated, outcomeOf, withMerge } from './words';

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

it('says which attempt was merged, and calls nothing merged that was not', () => {
  const said = (merged: number | null, verdict: 'accepted' | 'rejected'): string =>
    withMerge('It', { ...traceView({ status: 'submitted', verdict }), merged }, words);
  expect(said(null, 'rejected')).toBe('It');
  expect(said(1, 'accepted')).toBe('It and merged');
  expect(said(1, 'rejected')).toBe('It; its pull request was merged');
  expect(said(2, 'rejected')).toBe('It; attempt 2 was merged');
});

it("keeps a stranger's marks of direction to the stranger's text", () => {
  expect(isolated('a\u202eb\u2069c')).toBe('abc');
  expect(isolated('\u202e\u05d0')).toBe('\u2068\u05d0\u2069');
});

it('never calls a branch submitted that was only rebuilt', () => {
  const { mark, word } = outcomeOf({ kind: 'branch', status: 'submitted', verdict: 'none' }, words);
  expect([mark, word]).toEqual(['skipped', 'A branch, not submitted']);
});
