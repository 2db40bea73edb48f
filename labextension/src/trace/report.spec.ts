import { expect, it } from 'vitest';

import { readCheckRuns, readScore } from './report';

it('reads check runs', () => {
  expect(readCheckRuns([{ name: 'Feature API', status: 'queued', conclusion: null }])).toEqual([
    { name: 'Feature API', key: '', status: 'queued', conclusion: null, title: '' }
  ]);
  expect(readCheckRuns('nothing')).toEqual([]);
});

it('reads a score before and after', () => {
  const features = [{ name: 'lot_area', author: 'ada' }];
  const score = { metric: 'RMSE', score_before: 0.2, score_after: 0.1, features };
  expect(readScore(score)).toEqual({
    metric: 'RMSE',
    before: 0.2,
    after: 0.1,
    higherIsBetter: false,
    features
  });
  expect(readScore({ metric: 'RMSE' })).toBeNull();
});
