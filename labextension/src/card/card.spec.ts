import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  adviceOf,
  amount,
  barsOf,
  glance,
  missingOf,
  plainly,
  rankingOf,
  sentenceOf,
  stagesOf,
  stepOf
} from './card';
import { IReport, readReport } from './report';

function read(path: string): unknown {
  const url = new URL(`../../../tests/reports/${path}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf-8'));
}

/** A report of those that the whole project is tested against. */
function example(name: string): IReport {
  const report = readReport(read(`examples/${name}`));
  expect(report).not.toBeNull();
  return report!;
}

describe('the sentence', () => {
  it.each(Object.entries(read('said') as Record<string, string>))(
    'of %s is the one that the pull request page says as well',
    (name, sentence) => {
      const report = example(name);
      expect(sentenceOf(report, report.verdict, null)).toBe(sentence);
    }
  );

  it('tells what went wrong where nothing was judged', () => {
    const trouble = { message: 'Stopped after 120 seconds.', advice: 'Try fewer rows.' };
    expect(sentenceOf(example('time_out'), 'none', trouble)).toMatch(/^It was stopped after 120/);
    expect(sentenceOf(null, 'none', trouble)).toBe('Stopped after 120 seconds.');
    const unfinished = readReport({ error: { kind: 'unfinished', message: 'It stopped.' } });
    expect(sentenceOf(unfinished, 'none', trouble)).toBe('Stopped after 120 seconds.');
    expect(sentenceOf(unfinished, 'none', null)).toBe('It stopped.');
    expect(adviceOf(null, trouble)).toEqual(['Try fewer rows.']);
    expect(adviceOf(example('time_out'), trouble)).toHaveLength(2);
  });

  it('keeps whatever only looks like Ballet’s words', () => {
    expect(plainly('Ballet says no. Try again.')).toBe('Ballet says no. Try again.');
    expect(plainly('Bad. Ballet says InvalidFeatureApi: CanFitCheck, CanPickleCheck.')).toBe(
      'Bad.'
    );
  });
});

describe('the stages', () => {
  it('say nothing twice', () => {
    const [structure, api, acceptance, ...more] = stagesOf(example('reject_nan'), 'rejected');
    expect(more).toEqual([]);
    expect(structure).toMatchObject({ mark: 'passed', note: '', failed: [] });
    expect(api).toMatchObject({ mark: 'failed', note: '', balletError: 'InvalidFeatureApi' });
    expect(api.failed.map(check => check.name)).toEqual(['NoMissingValuesCheck']);
    expect(api.passed).toHaveLength(14);
    expect(acceptance.mark).toBe('skipped');
  });

  it('of a merge are what ran after it', () => {
    const stages = stagesOf(example('merge_pruned'), 'none');
    expect(stages.map(stage => stage.key)).toEqual(['pruning']);
  });

  it('that were never reached are not called failed', () => {
    const stages = stagesOf(example('time_out'), 'none');
    expect(stages.map(stage => stage.mark)).toEqual(['passed', 'interrupted', 'interrupted']);
  });
});

describe('the bars', () => {
  it('hold score, threshold and chance', () => {
    const [bar, ...more] = barsOf(example('accept'));
    expect(more).toEqual([]);
    expect(bar).toMatchObject({ statistic: 0.04127, threshold: 0.00291 });
    expect(bar.noise?.values).toHaveLength(200);
  });

  it('are two where chance was measured on something else', () => {
    const unit = example('accept');
    unit.opinion!.noise!.unit = 'nats';
    const [own, chance] = barsOf(unit);
    expect(own).toMatchObject({ threshold: 0.00291, noise: null });
    expect(chance).toMatchObject({ threshold: null, unit: 'nats' });
    const rows = example('accept');
    rows.opinion!.noise!.statistic = 0.05;
    expect(barsOf(rows).map(bar => bar.statistic)).toEqual([0.04127, 0.05]);
  });

  it('are none where nothing was measured', () => {
    expect(barsOf(example('crash'))).toEqual([]);
    expect(barsOf(null)).toEqual([]);
  });
});

describe('the ranking', () => {
  it('is by gain, and short enough to be seen at a glance', () => {
    const ranking = rankingOf(example('stock_50').comparison);
    expect(ranking).toHaveLength(51);
    const ranks = glance(ranking).map(one => one.rank);
    expect(ranks).toEqual([1, 2, 3, 4, 5, 38, 39, 40, 51]);
    expect(glance(rankingOf(example('accept').comparison))).toHaveLength(5);
    expect(rankingOf(null)).toEqual([]);
  });

  it('puts unknown gains last', () => {
    const features = [{ name: 'a' }, { name: 'b', gain: -2 }, { name: 'c', gain: 1 }];
    const report = readReport({ comparison: { features } });
    expect(rankingOf(report!.comparison).map(one => one.name)).toEqual(['c', 'b', 'a']);
  });
});

it('tells numbers as exactly as they are known', () => {
  expect(amount(26310.4, stepOf(212))).toBe('26,310');
  expect(amount(25742.6, stepOf(212))).toBe('25,740');
  expect(amount(0.21349, stepOf(0.0042))).toBe('0.2135');
  expect(amount(-0.2, 1)).toBe('0');
  expect(amount(-11.4, stepOf(48))).toBe('−11');
  expect(amount(1234567, 1)).toBe('1,234,567');
  expect(stepOf(0)).toBe(1e-4);
});

it('names what is missing, and what an older report could not say', () => {
  expect(missingOf(example('plain_log')).map(([part]) => part)).toContain('opinion');
  expect(missingOf(example('version_1')).map(([part]) => part)).toEqual(['opinion', 'comparison']);
  expect(missingOf(example('accept'))).toEqual([]);
});

it('reads rubbish as nothing', () => {
  expect(readReport(null)).toBeNull();
  expect(readReport('accepted')).toBeNull();
  const odd = readReport({
    verdict: 'perhaps',
    stages: [null, 5, { key: 'acceptance', numbers: { statistic: 1e300, threshold: NaN } }],
    opinion: { noise: { statistic: '1' }, gain: [] },
    comparison: { features: 'all', history: [{ name: 'a' }] },
    advice: [1, 'one']
  })!;
  expect(odd.verdict).toBe('none');
  expect(barsOf(odd)).toEqual([]);
  expect(odd.opinion).toMatchObject({ noise: null, gain: null });
  expect(odd.comparison).toMatchObject({ features: [], history: [] });
  expect(odd.advice).toEqual(['one']);
});
