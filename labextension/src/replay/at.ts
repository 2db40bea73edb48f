import type { StepKey, StepStatus, SubmissionStatus } from '../trace/reading';
import type { Moment, PullRequest, Replay, Shown, StepRecord, Trace, TraceView } from '../wire';

/** What is added to played seconds before they are compared: less than anybody sees. */
export const HAIR = 1e-6;

/** How long a line takes to appear, at most, in played seconds. */
const TYPING = 1.2;

/** A step as it was from a moment on, with the lines that were typed by then. */
interface IStood {
  readonly step: StepRecord;
  readonly lines: Shown[];
}

/** Moments never change, and what a step was from one on follows from it: drawn only once. */
const known = new WeakMap<Moment, IStood>();

/** The index of the last moment that has come at a played time; -1 before the first. */
export function momentAt(replay: Replay, played: number): number {
  let [from, to] = [0, replay.moments.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (replay.moments[middle].played <= played + HAIR) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from - 1;
}

/** Whether everything has been played: from then on it is shown as the record has it. */
export function isOver(replay: Replay, played: number): boolean {
  return played + HAIR >= replay.duration;
}

/** The submission as it was at a played time. Nothing can be done with what was. */
export function traceAt(replay: Replay, played: number): TraceView {
  const still = {
    can_resume: false,
    can_cancel: false,
    can_next: false,
    can_withdraw: false,
    revision: null,
    attempts: [],
    exists: []
  };
  if (isOver(replay, played)) {
    return { ...replay.view, ...still };
  }
  const { view } = replay;
  const index = momentAt(replay, played);
  const latest = latestOf(replay, index);
  const stood = new Map(
    view.trace.steps.map(step => [step.key, standing(step, view, latest.get(step.key))])
  );
  const steps = view.trace.steps.map(step => stood.get(step.key)?.step ?? step);
  const { verdict: said, since = 0 } = replay.moments[index] ?? {};
  const verdict = said ?? 'none';
  const judged = verdict !== 'none';
  const committed = has(steps, 'commit');
  const since_then = view.trace.since_then.slice(0, since);
  const trace: Trace = {
    ...view.trace,
    status: statusOf(steps),
    steps,
    verdict,
    evaluation: judged ? view.trace.evaluation : null,
    commit: committed ? view.trace.commit : null,
    tree: committed ? view.trace.tree : null,
    fork: has(steps, 'fork') ? view.trace.fork : null,
    pull_request: pullRequest(view.trace, steps, since_then),
    since_then
  };
  const written = committed || (stood.get('commit')?.lines.length ?? 0) > 0;
  return {
    ...view,
    ...still,
    trace,
    shown: Object.fromEntries([...stood].map(([key, { lines }]) => [key, lines])),
    proof: committed || !view.proof ? view.proof : { predicted: view.proof.predicted },
    changes: written ? view.changes : [],
    difference: written ? view.difference : [],
    agreement: judged ? view.agreement : null
  };
}

/** Whether a step has begun by a moment; before that, there is nothing but reading ahead. */
export function hasBegun({ moments }: Replay, index: number): boolean {
  return moments.slice(0, index + 1).some(({ kind }) => kind !== 'request');
}

/** The step that goes on at a moment: none while it is planned, and none in what others did. */
export function stepAt(replay: Replay, index: number): StepKey | null {
  if (replay.moments[index]?.kind === 'since') {
    return null;
  }
  for (let at = index; at >= 0; at--) {
    const { step, status } = replay.moments[at];
    if (step && status !== 'pending') {
      return step;
    }
  }
  return null;
}

/** How much of the line that is being typed is there, from 0 to 1; 1 where none is. */
export function typedAt(replay: Replay, index: number, played: number): number {
  const moment = replay.moments[index];
  if (moment?.kind !== 'typed') {
    return 1;
  }
  const next = replay.moments[index + 1]?.played ?? replay.duration;
  const room = Math.min(TYPING, (next - moment.played) * 0.8);
  return room > HAIR ? Math.min(1, Math.max(0, (played - moment.played) / room)) : 1;
}

/** How many seconds of waiting were left out up to a moment. */
export function leftOut(replay: Replay, index = replay.moments.length - 1): number {
  return replay.moments.slice(0, index + 1).reduce((sum, one) => sum + (one.idle ?? 0), 0);
}

/** The latest moment of each step. It says all that is known of the step from then on. */
function latestOf({ moments }: Replay, index: number): Map<StepKey, Moment> {
  const latest = new Map<StepKey, Moment>();
  for (let at = 0; at <= index; at++) {
    const { step } = moments[at];
    if (step) {
      latest.set(step, moments[at]);
    }
  }
  return latest;
}

function standing(step: StepRecord, { shown }: TraceView, latest: Moment | undefined): IStood {
  const stood = latest && known.get(latest);
  if (stood) {
    return stood;
  }
  const status = latest?.status ?? 'pending';
  const now: IStood = {
    step: {
      ...step,
      status,
      started_at: latest ? step.started_at : null,
      finished_at: isSettled(status) || status === 'failed' ? step.finished_at : null,
      requests: (step.requests ?? []).slice(0, latest?.requests ?? 0),
      outcome: latest?.outcome ?? {},
      progress: latest?.progress ?? null,
      error: latest?.error ?? null
    },
    lines: (shown[step.key] ?? []).slice(0, latest?.lines ?? 0)
  };
  if (latest) {
    known.set(latest, now);
  }
  return now;
}

function isSettled(status: StepStatus): boolean {
  return status === 'passed' || status === 'skipped';
}

function has(steps: StepRecord[], key: StepKey): boolean {
  return steps.some(step => step.key === key && isSettled(step.status ?? 'pending'));
}

function statusOf(steps: StepRecord[]): SubmissionStatus {
  const all = steps.map(step => step.status ?? 'pending');
  const standstill = all.find(one => one !== 'pending' && one !== 'running' && !isSettled(one));
  if (standstill) {
    return standstill as SubmissionStatus;
  }
  if (all.every(isSettled)) {
    return 'submitted';
  }
  return all.every(one => one === 'pending') ? 'planned' : 'running';
}

/** The pull request in the state in which it was; a withdrawal begins with an open one. */
function pullRequest(
  trace: Trace,
  steps: StepRecord[],
  since: Trace['since_then']
): PullRequest | null {
  const makes = steps.some(step => step.key === 'pull_request');
  if (!trace.pull_request || (makes && !has(steps, 'pull_request'))) {
    return null;
  }
  const first = has(steps, 'close') ? 'closed' : 'open';
  const state = since.reduce<NonNullable<PullRequest['state']>>((before, { kind }) => {
    const after = { merged: 'merged', closed: 'closed', reopened: 'open' } as const;
    return kind in after ? after[kind as keyof typeof after] : before;
  }, first);
  return { ...trace.pull_request, state };
}
