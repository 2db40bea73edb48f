import { expect, it } from 'vitest';

import { barPlot, gainPlot, historyPlot, rankPlot, scale } from './plots';

it('leaves room at both ends', () => {
  const at = scale([0, 10]);
  expect([at(0), at(5), at(10)]).toEqual([2, 50, 98]);
  expect(scale([3, 3])(3)).toBe(2);
});

it('puts score, threshold and copies on one scale', () => {
  const noise = {
    statistic: 8,
    copies: 2,
    values: [-2, 1],
    mean: -0.5,
    highest: 1,
    quantile95: 1,
    pValue: 0.3,
    unit: '',
    sentence: ''
  };
  expect(barPlot({ statistic: 8, threshold: 3, unit: '', noise })).toEqual({
    statistic: { from: 21.2, to: 98 },
    threshold: 50,
    copies: [2, 30.8],
    chance: { from: 2, to: 30.8 }
  });
  expect(barPlot({ statistic: -1, threshold: null, unit: '', noise: null })).toEqual({
    statistic: { from: 2, to: 98 },
    threshold: null,
    copies: [],
    chance: null
  });
});

it('shows no gain beside the interval', () => {
  const gain = {
    metric: '',
    unit: '',
    without: 100,
    with: 90,
    saved: 10,
    low: -5,
    high: 25,
    confidence: 0.95,
    better: null,
    sentence: ''
  };
  expect(gainPlot(gain)).toEqual({ none: 18, saved: 50, interval: { from: 2, to: 98 } });
});

it('draws a history above zero, so that a small change looks small', () => {
  const moment = (error: number) => ({ name: '', author: '', error });
  expect(historyPlot([moment(100), moment(99)])).toEqual([
    { x: 2, y: 0 },
    { x: 98, y: 0.01 }
  ]);
  expect(historyPlot([moment(0), moment(0)]).map(({ y }) => y)).toEqual([1, 1]);
});

it('draws what costs to the left of zero, and nothing for what is not known', () => {
  expect(rankPlot([30, -2, null])).toEqual([{ from: 8, to: 98 }, { from: 2, to: 8 }, null]);
});
