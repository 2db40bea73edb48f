import type { StepRecord, Trace, TraceView } from '../wire';

export type StepKey = StepRecord['key'];
export type StepStatus = NonNullable<StepRecord['status']>;
export type SubmissionStatus = Trace['status'];

/** Somebody is, or should be, at work on it. */
export function isActive(status: SubmissionStatus): boolean {
  return status === 'running' || status === 'paused' || status === 'waiting';
}

/** Something happens without anybody pressing anything: a paused one waits for a person. */
export function isMoving(status: SubmissionStatus): boolean {
  return isActive(status) && status !== 'paused';
}

/** What changed between two readings of a submission, in the order of its steps. */
export interface IChange {
  readonly submission: string;
  /** `null` when it is the verdict that became known. */
  readonly step: StepKey | null;
  readonly status: StepStatus;
}

/** Compare two readings of one submission. A first reading is not a change. */
export function changesBetween(before: TraceView | null, after: TraceView): IChange[] {
  if (before?.trace.id !== after.trace.id) {
    return [];
  }
  const submission = after.trace.id;
  const known = new Map(before.trace.steps.map(step => [step.key, step.status ?? 'pending']));
  const changes: IChange[] = after.trace.steps
    .map(step => ({ submission, step: step.key, status: step.status ?? 'pending' }))
    .filter(change => known.get(change.step) !== change.status);
  if (before.trace.verdict === 'none' && after.trace.verdict !== 'none') {
    const status = after.trace.verdict === 'accepted' ? 'passed' : 'failed';
    changes.push({ submission, step: null, status });
  }
  return changes;
}

/** The steps at which a person is waited for: paused, or failed. */
export function standstills({ trace }: TraceView): IChange[] {
  return trace.steps
    .map(step => ({ submission: trace.id, step: step.key, status: step.status ?? 'pending' }))
    .filter(({ status }) => status === 'paused' || status === 'failed');
}

/**
 * Whether the forge may still have something to tell: a judged pull request is merged or
 * closed soon afterwards, and a merge is followed by pruning and the project's new score.
 */
export function awaitsNews(view: TraceView | null): boolean {
  if (view?.trace.status !== 'submitted' || !view.trace.pull_request) {
    return false;
  }
  const news = new Set(view.trace.since_then.map(item => item.kind));
  return !news.has('closed') && !news.has('score') && !news.has('pruned');
}
