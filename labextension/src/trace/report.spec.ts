import { describe, expect, it } from 'vitest';

import { readCheckRuns, readMeasure, readReport, readScore } from './report';

describe('readReport', () => {
  it('reads stages, checks and numbers', () => {
    const report = readReport({
      version: 1,
      rows: 2930,
      stages: [
        {
          key: 'acceptance',
          status: 'failure',
          reason: 'Too little.',
          checks: [{ name: 'Relevance', passed: false, advice: 'Try another column.' }],
          numbers: { statistic: 0.001, threshold: 0.004, unit: 'nats' }
        }
      ]
    });
    expect(report?.rows).toBe(2930);
    expect(report?.stages[0].checks[0].advice).toBe('Try another column.');
    expect(readMeasure(report?.stages[0].numbers ?? {})).toEqual({
      statistic: 0.001,
      threshold: 0.004,
      unit: 'nats'
    });
  });

  it('survives a report that is an error, or none at all', () => {
    const broken = readReport({ error: { kind: 'timeout', message: 'It took too long.' } });
    expect(broken).toMatchObject({ error: 'It took too long.', stages: [] });
    expect(readReport(null)).toBeNull();
    expect(readMeasure({ statistic: 'NaN', threshold: 1 })).toBeNull();
  });
});

it('reads check runs', () => {
  expect(readCheckRuns([{ name: 'Feature API', status: 'queued', conclusion: null }])).toEqual([
    { name: 'Feature API', status: 'queued', conclusion: null, title: '' }
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
