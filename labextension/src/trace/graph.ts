import type { StepRecord, Trace } from '../wire';
import type { StepKey } from './reading';

/** The three places that hold commits: the project, your copy of it, and this computer. */
export type LaneKey = 'upstream' | 'fork' | 'here';

export interface ILane {
  key: LaneKey;
  /** `owner/name`; `null` for this computer. */
  repository: string | null;
  /** `unknown` is a fork that was there before, of which nothing was read yet. */
  state: 'missing' | 'unknown' | 'there';
}

export interface IDot {
  lane: LaneKey;
  commit: string;
  kind: 'base' | 'earlier' | 'yours' | 'merge';
  column: number;
  verdict: 'accepted' | 'rejected' | null;
  mark: Mark;
}

/** A branch's name at the commit that it points to. */
export interface ILabel {
  lane: LaneKey;
  branch: string;
  commit: string;
  column: number;
  mine: boolean;
  mark: Mark;
}

export interface IPull {
  number: number | null;
  state: 'open' | 'closed' | 'merged';
  mark: Mark;
}

/** What a step did to a thing: made it, changed it, or took it away. */
export type Mark = 'new' | 'changed' | 'gone' | null;

export interface IScene {
  lanes: ILane[];
  dots: IDot[];
  labels: ILabel[];
  pull: IPull | null;
}

/** A step in two scenes. `after` is `null` where it changes nothing or did not finish. */
export interface IPicture {
  before: IScene;
  after: IScene | null;
  /** `planned` has not happened yet, `same` changes nothing, `broken` did not finish. */
  kind: 'happened' | 'planned' | 'same' | 'broken';
}

/** What is where. A commit id says where a branch points; `null` that it is not there. */
interface IState {
  fork: ILane['state'];
  /** Whether the fork's main line is known to stand at the base. */
  synced: boolean;
  here: string | null;
  onFork: string | null;
  pull: Pick<IPull, 'number' | 'state'> | null;
  verdict: IDot['verdict'];
  merge: string | null;
}

const BROKEN = new Set(['failed', 'cancelled', 'interrupted']);

/** Draw one step of a submission; `null` where there is no plan to draw from. */
export function stepPicture(trace: Trace, key: StepKey): IPicture | null {
  const at = trace.steps.findIndex(step => step.key === key);
  if (!trace.plan || at < 0) {
    return null;
  }
  const step = trace.steps[at];
  const status = step.status ?? 'pending';
  const before = trace.steps
    .slice(0, at)
    .reduce((state, one) => apply(trace, state, one), first(trace));
  const after = apply(trace, before, step);
  if (BROKEN.has(status)) {
    return { before: scene(trace, before), after: null, kind: 'broken' };
  }
  if (status === 'skipped' || wasThere(step) || JSON.stringify(before) === JSON.stringify(after)) {
    return { before: scene(trace, after), after: null, kind: 'same' };
  }
  const kind = status === 'passed' ? 'happened' : 'planned';
  return compare(scene(trace, before), scene(trace, after), kind);
}

/** Draw the merge, where the commit by which the upstream took it in is known. */
export function mergePicture(trace: Trace): IPicture | null {
  const merge = mergeCommit(trace);
  if (!trace.plan || merge === null) {
    return null;
  }
  const before = trace.steps.reduce((state, one) => apply(trace, state, one), first(trace));
  const pull = before.pull && { ...before.pull, state: 'merged' as const };
  return compare(scene(trace, before), scene(trace, { ...before, pull, merge }), 'happened');
}

function mergeCommit(trace: Trace): string | null {
  for (const { key } of trace.since_then) {
    const found = /^(?:merged|pruned|score)-([0-9a-f]{40})$/.exec(key);
    if (found) {
      return found[1];
    }
  }
  return null;
}

/** How everything stood before the first step. */
function first(trace: Trace): IState {
  const { plan } = trace;
  const number = trace.pull_request?.number ?? plan?.follows?.number ?? null;
  const nothing: IState = {
    fork: plan?.fork_exists ? 'unknown' : 'missing',
    synced: false,
    here: null,
    onFork: null,
    pull: null,
    verdict: null,
    merge: null
  };
  if (trace.kind === 'withdraw') {
    const pull = number === null ? null : { number, state: 'open' as const };
    const held = trace.steps.find(step => step.key === 'delete_branch')?.outcome?.['It held'];
    const onFork = typeof held === 'string' ? held : (plan?.commit ?? null);
    return { ...nothing, fork: 'there', onFork, pull };
  }
  if (plan?.parent) {
    return { ...nothing, fork: 'there', onFork: plan.parent, pull: { number, state: 'open' } };
  }
  return nothing;
}

/** How everything stands after a step, if it does what it is for. */
function apply(trace: Trace, state: IState, { key }: StepRecord): IState {
  const { plan } = trace;
  if (!plan) {
    return state;
  }
  const number = trace.pull_request?.number ?? null;
  switch (key) {
    case 'fork':
      return ownsUpstream(trace) ? state : { ...state, fork: 'there', synced: true };
    case 'branch':
      return { ...state, here: plan.parent ?? plan.base };
    case 'commit':
      return { ...state, here: plan.commit };
    case 'push':
      return { ...state, onFork: plan.commit };
    case 'pull_request':
      return { ...state, pull: { number, state: 'open' } };
    case 'ci':
      return { ...state, verdict: trace.verdict === 'none' ? null : trace.verdict };
    case 'close':
      return { ...state, pull: state.pull && { ...state.pull, state: 'closed' } };
    case 'delete_branch':
      return { ...state, onFork: null };
    case 'lint':
      return state;
  }
}

/** Whether a step says that it found everything as it would have made it. */
function wasThere({ outcome }: StepRecord): boolean {
  return Object.values(outcome ?? {}).includes('it was there already');
}

function ownsUpstream({ plan }: Trace): boolean {
  return plan?.fork === plan?.upstream.full_name;
}

function scene(trace: Trace, state: IState): IScene {
  const { plan } = trace;
  const shown: IScene = { lanes: [], dots: [], labels: [], pull: null };
  if (!plan) {
    return shown;
  }
  const remote: LaneKey = ownsUpstream(trace) ? 'upstream' : 'fork';
  const line = plan.parent ? [plan.base, plan.parent, plan.commit] : [plan.base, plan.commit];
  const kinds: IDot['kind'][] = plan.parent ? ['base', 'earlier', 'yours'] : ['base', 'yours'];
  const dot = (lane: LaneKey, column: number): IDot => ({
    lane,
    column,
    commit: line[column],
    kind: kinds[column],
    verdict: lane === remote && line[column] === plan.commit ? state.verdict : null,
    mark: null
  });
  const label = (lane: LaneKey, branch: string, commit: string): ILabel => {
    const column = Math.max(0, line.indexOf(commit));
    return { lane, branch, commit, column, mine: branch === plan.branch, mark: null };
  };
  /** Everything from the base to a commit, without what the lane shows already. */
  const upTo = (lane: LaneKey, commit: string): void => {
    for (let column = 0; column <= line.indexOf(commit); column++) {
      if (!shown.dots.some(one => one.lane === lane && one.commit === line[column])) {
        shown.dots.push(dot(lane, column));
      }
    }
  };
  const upstream = {
    key: 'upstream',
    repository: plan.upstream.full_name,
    state: 'there'
  } as const;
  shown.lanes.push(upstream);
  upTo('upstream', plan.base);
  if (state.merge) {
    const column = line.length;
    const merge = { lane: 'upstream', kind: 'merge', commit: state.merge, column } as const;
    shown.dots.push({ ...merge, verdict: null, mark: null });
    shown.labels.push({ ...label('upstream', plan.base_branch, state.merge), column });
  } else {
    shown.labels.push(label('upstream', plan.base_branch, plan.base));
  }
  if (remote === 'fork') {
    const repository = trace.fork?.full_name ?? plan.fork;
    shown.lanes.push({ key: 'fork', repository, state: state.fork });
  }
  if (state.synced) {
    upTo('fork', plan.base);
    shown.labels.push(label('fork', plan.base_branch, plan.base));
  }
  if (state.onFork) {
    upTo(remote, state.onFork);
    shown.labels.push(label(remote, plan.branch, state.onFork));
  }
  shown.lanes.push({ key: 'here', repository: null, state: state.here ? 'there' : 'missing' });
  if (state.here) {
    upTo('here', state.here);
    shown.labels.push(label('here', plan.branch, state.here));
  }
  shown.pull = state.pull && { ...state.pull, mark: null };
  return shown;
}

/** Mark in the second scene what differs from the first; what went away stays as a shadow. */
function compare(before: IScene, after: IScene, kind: IPicture['kind']): IPicture {
  const dots = after.dots.map(dot => {
    const known = before.dots.find(one => one.lane === dot.lane && one.commit === dot.commit);
    const mark: Mark = !known ? 'new' : known.verdict !== dot.verdict ? 'changed' : null;
    return { ...dot, mark };
  });
  const labels = after.labels.map(label => {
    const known = before.labels.find(sameLabel(label));
    const mark: Mark = !known ? 'new' : known.commit !== label.commit ? 'changed' : null;
    return { ...label, mark };
  });
  const goneLabels = before.labels.filter(one => !after.labels.some(sameLabel(one)));
  const goneDots = before.dots.filter(
    one => !after.dots.some(dot => dot.lane === one.lane && dot.commit === one.commit)
  );
  const pull = after.pull && {
    ...after.pull,
    mark: (!before.pull ? 'new' : before.pull.state !== after.pull.state ? 'changed' : null) as Mark
  };
  return {
    before,
    after: {
      ...after,
      dots: [...dots, ...goneDots.map(one => ({ ...one, mark: 'gone' as const }))],
      labels: [...labels, ...goneLabels.map(one => ({ ...one, mark: 'gone' as const }))],
      pull
    },
    kind
  };
}

function sameLabel(label: ILabel): (other: ILabel) => boolean {
  return other => other.lane === label.lane && other.branch === label.branch;
}
