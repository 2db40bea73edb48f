/** The evaluation report (version 1) as the panel reads it. Unknown parts are left out. */

export interface ICheck {
  name: string;
  passed: boolean;
  advice: string | null;
  exception: string | null;
}

export interface IStage {
  key: string;
  status: string;
  seconds: number | null;
  reason: string;
  checks: ICheck[];
  numbers: Record<string, unknown>;
}

export interface IContributor {
  name: string;
  author: string;
}

/** What a project's score was before and after a merge. */
export interface IScore {
  metric: string;
  before: number | null;
  after: number;
  higherIsBetter: boolean;
  features: IContributor[];
}

export interface IReport {
  stages: IStage[];
  environment: [string, string][];
  rows: number | null;
  seconds: number | null;
  error: string | null;
}

/** One check run as the forge shows it. */
export interface ICheckRun {
  name: string;
  status: string;
  conclusion: string | null;
  title: string;
}

/** A statistic that had to reach a threshold. */
export interface IMeasure {
  statistic: number;
  threshold: number;
  unit: string;
}

type Loose = Record<string, unknown>;

export function readReport(value: unknown): IReport | null {
  const report = object(value);
  if (!report) {
    return null;
  }
  return {
    stages: list(report.stages).map(stage => ({
      key: text(stage.key),
      status: text(stage.status),
      seconds: number(stage.seconds),
      reason: text(stage.reason),
      checks: list(stage.checks).map(check => ({
        name: text(check.name),
        passed: check.passed === true,
        advice: text(check.advice) || null,
        exception: text(check.exception) || null
      })),
      numbers: object(stage.numbers) ?? {}
    })),
    environment: Object.entries(object(report.environment) ?? {}).map(([name, version]) => [
      name,
      String(version)
    ]),
    rows: number(report.rows),
    seconds: number(report.seconds),
    error: text(object(report.error)?.message ?? report.error) || null
  };
}

export function readCheckRuns(value: unknown): ICheckRun[] {
  return list(value).map(run => ({
    name: text(run.name),
    status: text(run.status),
    conclusion: text(run.conclusion) || null,
    title: text(run.title)
  }));
}

/** The statistic and threshold among a stage's numbers, if both are there. */
export function readMeasure(numbers: Loose): IMeasure | null {
  const statistic = number(numbers.statistic);
  const threshold = number(numbers.threshold);
  return statistic === null || threshold === null
    ? null
    : { statistic, threshold, unit: text(numbers.unit) };
}

export function readScore(value: unknown): IScore | null {
  const data = object(value);
  const after = number(data?.score_after);
  if (!data || after === null) {
    return null;
  }
  return {
    metric: text(data.metric),
    before: number(data.score_before),
    after,
    higherIsBetter: data.higher_is_better === true,
    features: list(data.features).map(item => ({
      name: text(item.name),
      author: text(item.author)
    }))
  };
}

function object(value: unknown): Loose | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Loose)
    : null;
}

function list(value: unknown): Loose[] {
  return Array.isArray(value) ? value.map(object).filter(item => item !== null) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
