/** The evaluation's report, of any version, as the card reads it. Unknown parts are left out. */

import { list, Loose, number, numbers, object, pairs, text, texts } from '../common/loose';
import type { Trace } from '../wire';

export interface ICheck {
  name: string;
  passed: boolean;
  description: string;
  advice: string;
  exception: string;
  path: string;
}

export interface IStage {
  key: string;
  status: string;
  reason: string;
  balletError: string;
  checks: ICheck[];
  numbers: Loose;
}

/** What shuffled copies of the feature score. */
export interface INoise {
  statistic: number;
  copies: number;
  values: number[];
  mean: number;
  highest: number;
  quantile95: number;
  pValue: number;
  unit: string;
  sentence: string;
}

/** A simple model's error on unseen rows, without the feature and with it. */
export interface IGain {
  metric: string;
  unit: string;
  without: number;
  with: number;
  saved: number;
  low: number;
  high: number;
  confidence: number;
  better: boolean | null;
  sentence: string;
}

export interface IOpinion {
  noise: INoise | null;
  gain: IGain | null;
  agrees: boolean | null;
  sentence: string;
  why: [string, string][];
}

export interface IStanding {
  name: string;
  author: string;
  gain: number | null;
  information: number | null;
  this: boolean;
}

export interface IMoment {
  name: string;
  author: string;
  error: number;
}

export interface IComparison {
  features: IStanding[];
  unit: string;
  redundancy: { name: string; author: string; share: number; sentence: string } | null;
  history: IMoment[];
  sentence: string;
}

export type Verdict = Trace['verdict'];

export interface IReport {
  version: number;
  stage: string;
  verdict: Verdict;
  stages: IStage[];
  environment: [string, string][];
  rows: number | null;
  seconds: number | null;
  error: { kind: string; message: string } | null;
  isolation: { mode: string; sentence: string } | null;
  sampled: number | null;
  cost: string;
  opinion: IOpinion | null;
  comparison: IComparison | null;
  advice: string[];
  missing: [string, string][];
}

export function readReport(value: unknown): IReport | null {
  const report = object(value);
  if (!report) {
    return null;
  }
  const data = object(report.data);
  const isolation = object(report.isolation);
  const error = object(report.error);
  return {
    version: number(report.version) ?? 0,
    stage: text(report.stage) || 'head',
    verdict: readVerdict(report.verdict),
    stages: list(report.stages).map(readStage),
    environment: pairs(report.environment),
    rows: number(data?.rows) ?? number(report.rows),
    seconds: number(report.seconds),
    error: error && { kind: text(error.kind), message: text(error.message) },
    isolation: isolation && { mode: text(isolation.mode), sentence: text(isolation.sentence) },
    sampled: number(data?.sampled),
    cost: text(data?.cost),
    opinion: readOpinion(object(report.opinion)),
    comparison: readComparison(object(report.comparison)),
    advice: texts(report.advice),
    missing: pairs(report.missing)
  };
}

function readVerdict(verdict: unknown): Verdict {
  return verdict === 'accepted' || verdict === 'rejected' ? verdict : 'none';
}

function readStage(stage: Loose): IStage {
  return {
    key: text(stage.key),
    status: text(stage.status),
    reason: text(stage.reason),
    balletError: text(stage.ballet_error),
    checks: list(stage.checks).map(check => ({
      name: text(check.name),
      passed: check.passed === true,
      description: text(check.description),
      advice: text(check.advice),
      exception: text(check.exception),
      path: text(check.path)
    })),
    numbers: object(stage.numbers) ?? {}
  };
}

function readOpinion(opinion: Loose | null): IOpinion | null {
  return (
    opinion && {
      noise: readNoise(object(opinion.noise)),
      gain: readGain(object(opinion.gain)),
      agrees: typeof opinion.agrees === 'boolean' ? opinion.agrees : null,
      sentence: text(opinion.sentence),
      why: pairs(opinion.why)
    }
  );
}

function readNoise(noise: Loose | null): INoise | null {
  const statistic = number(noise?.statistic);
  const highest = number(noise?.highest);
  if (!noise || statistic === null || highest === null) {
    return null;
  }
  return {
    statistic,
    copies: number(noise.copies) ?? 0,
    values: numbers(noise.values),
    mean: number(noise.mean) ?? highest,
    highest,
    quantile95: number(noise.quantile95) ?? highest,
    pValue: number(noise.p_value) ?? 1,
    unit: text(noise.unit),
    sentence: text(noise.sentence)
  };
}

function readGain(gain: Loose | null): IGain | null {
  const without = number(gain?.error_without);
  const after = number(gain?.error_with);
  const low = number(gain?.low);
  const high = number(gain?.high);
  if (!gain || without === null || after === null || low === null || high === null) {
    return null;
  }
  return {
    metric: text(gain.metric),
    unit: text(gain.unit),
    without,
    with: after,
    saved: number(gain.saved) ?? without - after,
    low,
    high,
    confidence: number(gain.confidence) ?? 0.95,
    better: typeof gain.better === 'boolean' ? gain.better : null,
    sentence: text(gain.sentence)
  };
}

function readComparison(comparison: Loose | null): IComparison | null {
  const redundant = object(comparison?.redundant_with);
  return (
    comparison && {
      features: list(comparison.features).map(one => ({
        name: text(one.name) || text(one.path),
        author: text(one.author),
        gain: number(one.gain),
        information: number(one.information),
        this: one.this === true
      })),
      unit: text(comparison.unit),
      redundancy: redundant && {
        name: text(redundant.name),
        author: text(redundant.author),
        share: number(redundant.share) ?? 0,
        sentence: text(redundant.sentence)
      },
      history: list(comparison.history)
        .map(one => ({ name: text(one.name), author: text(one.author), error: number(one.error) }))
        .filter((one): one is IMoment => one.error !== null),
      sentence: text(comparison.sentence)
    }
  );
}
