/** What a card shows, derived from a report and a verdict, without a browser. */

import { number, text } from '../common/loose';
import type { Mark } from '../trace/words';
import type { ICheck, IComparison, INoise, IReport, IStage, IStanding, Verdict } from './report';

/** What stopped a submission, where the report does not say it. */
export interface ITrouble {
  message: string;
  advice?: string;
}

/** A stage in a line. `note` is a reason that the card does not give elsewhere. */
export interface IStageLine {
  key: string;
  mark: Mark;
  note: string;
  balletError: string;
  failed: ICheck[];
  passed: ICheck[];
}

/** A statistic, what it had to reach, and what chance reaches. */
export interface IBar {
  statistic: number;
  threshold: number | null;
  unit: string;
  noise: INoise | null;
}

/** A feature in its place by gain, counted from 1. */
export interface IRanked extends IStanding {
  rank: number;
}

/** What a card says already, so that nothing beside it has to say it again. */
export interface ITold {
  sentence: string;
  stages: string[];
}

/** A longer ranking is shortened. */
const LONG = 12;

/** The verdict's one sentence: of the stage that decided, or of what went wrong. */
export function sentenceOf(
  report: IReport | null,
  verdict: Verdict,
  trouble: ITrouble | null
): string {
  const decided = plainly(decidingStage(report, verdict)?.reason ?? '');
  if (decided) {
    return decided;
  }
  const error = report?.error;
  if (error && error.kind !== 'unfinished') {
    return error.message;
  }
  return trouble?.message ?? error?.message ?? '';
}

export function toldBy(report: IReport | null, verdict: Verdict, trouble: ITrouble | null): ITold {
  const stages = report?.stages.map(stage => stage.key) ?? [];
  return { sentence: sentenceOf(report, verdict, trouble), stages };
}

/** What to try next, the best idea first. */
export function adviceOf(report: IReport | null, trouble: ITrouble | null): string[] {
  const advice = report?.advice ?? [];
  return advice.length > 0 || !trouble?.advice ? advice : [trouble.advice];
}

/** The stages, without what comes only after a merge or came before it. */
export function stagesOf(report: IReport | null, verdict: Verdict): IStageLine[] {
  const deciding = decidingStage(report, verdict);
  const idle = report?.stage === 'merge' ? 'skipped' : 'neutral';
  return (report?.stages ?? [])
    .filter(stage => stage.status !== idle)
    .map(stage => ({
      key: stage.key,
      mark: markOf(stage.status),
      note: stage === deciding || !isBad(stage.status) ? '' : noteOf(stage, report),
      balletError: isBad(stage.status) ? stage.balletError : '',
      failed: stage.checks.filter(check => !check.passed),
      passed: stage.checks.filter(check => check.passed)
    }));
}

/** The bars to draw. Chance has a bar of its own where it was measured on something else. */
export function barsOf(report: IReport | null): IBar[] {
  const numbers = report?.stages.find(stage => stage.key === 'acceptance')?.numbers ?? {};
  const noise = report?.opinion?.noise ?? null;
  const statistic = number(numbers.statistic);
  const threshold = number(numbers.threshold);
  const alone = noise && { statistic: noise.statistic, threshold: null, unit: noise.unit, noise };
  if (statistic === null || threshold === null) {
    return alone ? [alone] : [];
  }
  const unit = text(numbers.unit);
  const same =
    noise?.unit === unit && Math.abs(noise.statistic - statistic) <= 1e-4 * Math.abs(statistic);
  const own = { statistic, threshold, unit, noise: same ? noise : null };
  return alone && !same ? [own, alone] : [own];
}

/** The accepted features, the most useful first; those whose gain is not known come last. */
export function rankingOf(comparison: IComparison | null): IRanked[] {
  const worth = (one: IStanding): number => one.gain ?? -Infinity;
  return [...(comparison?.features ?? [])]
    .sort((one, other) => (worth(one) === worth(other) ? 0 : worth(other) - worth(one)))
    .map((one, index) => ({ ...one, rank: index + 1 }));
}

/** As much of a ranking as is seen at a glance: the first, the last, and this one's neighbours. */
export function glance(ranking: IRanked[]): IRanked[] {
  if (ranking.length <= LONG) {
    return ranking;
  }
  const mine = ranking.findIndex(one => one.this);
  return ranking.filter(
    (_, index) =>
      index < 5 || index === ranking.length - 1 || (mine >= 0 && Math.abs(index - mine) <= 1)
  );
}

/** A number with its thousands, rounded to a step such as 10 or 0.01. */
export function amount(value: number, step: number): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const rounded = Math.round(value / step) * step;
  // In English, as every sentence around it is.
  return (rounded === 0 ? 0 : rounded)
    .toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−');
}

/** The step to which a number deserves to be told if it may be wrong by so much. */
export function stepOf(uncertainty: number): number {
  return uncertainty > 0 ? 10 ** (Math.floor(Math.log10(uncertainty)) - 1) : 1e-4;
}

/** What the report could not know, and why; an older report gives no reasons. */
export function missingOf(report: IReport): [string, string][] {
  const older: [string, string][] = [
    ['opinion', ''],
    ['comparison', '']
  ];
  return report.version === 1 ? older : report.missing;
}

/** A reason without the name of Ballet's exception, which stands beside the stage. */
export function plainly(reason: string): string {
  return reason.replace(/\s*Ballet says [A-Za-z]+(?:: [A-Za-z_, ]+)?\.$/, '');
}

/** The stage whose reason is the verdict's sentence. */
function decidingStage(report: IReport | null, verdict: Verdict): IStage | undefined {
  const stages = report?.stages ?? [];
  if (report?.stage === 'merge') {
    return stages.find(stage => stage.key === 'pruning' && stage.status !== 'error');
  }
  switch (verdict) {
    case 'accepted':
      return stages.find(stage => stage.key === 'acceptance');
    case 'rejected':
      return stages.find(stage => stage.status === 'failure');
    default:
      return undefined;
  }
}

/** Why a stage has no result, unless the whole report's error says the same. */
function noteOf(stage: IStage, report: IReport | null): string {
  return stage.status === 'error' && report?.error ? '' : plainly(stage.reason);
}

function isBad(status: string): boolean {
  return status === 'failure' || status === 'error';
}

function markOf(status: string): Mark {
  const marks: Record<string, Mark> = {
    success: 'passed',
    skipped: 'skipped',
    neutral: 'later',
    error: 'interrupted'
  };
  return marks[status] ?? 'failed';
}
