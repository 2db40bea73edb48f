import type { Moment, Plan, Replay, TraceSummary, TraceView } from './wire';

type Trace = TraceView['trace'];

/** A submission as the server would answer it, seven steps pending, for tests. */
export function traceView(change: Partial<Trace> = {}): TraceView {
  const keys = ['lint', 'fork', 'branch', 'commit', 'push', 'pull_request', 'ci'] as const;
  const trace: Trace = {
    id: 'one',
    short_id: 'calm-otter',
    created_at: '2026-11-22T10:00:00Z',
    status: 'running',
    project: 'houses',
    base: null,
    commit: null,
    tree: null,
    branch: null,
    pull_request: null,
    verdict: 'none',
    evaluation: null,
    environment: {},
    source: { path: 'Analysis.ipynb', cells: [] },
    plan: null,
    fork: null,
    since_then: [],
    steps: keys.map(key => ({ key, title: key, purpose: 'What for.', status: 'pending' })),
    sequence: 1,
    ...change
  };
  return { trace, shown: {}, forge_page: null, can_resume: false, can_cancel: true };
}

/** The line of the history that belongs to a submission. */
export function summaryOf({ trace, shelf }: TraceView): TraceSummary {
  const { id, short_id, created_at, status, verdict, project, sequence, source } = trace;
  const path = source.path;
  return {
    id,
    short_id,
    created_at,
    status,
    verdict,
    project,
    sequence,
    path,
    title: id,
    step: null,
    shelf
  };
}

/** A plan of a learner who has a fork of the project. Commit ids are easy to tell apart. */
export function plan(change: Partial<Plan> = {}): Plan {
  const upstream = {
    id: 1,
    full_name: 'ames/houses',
    default_branch: 'main',
    clone_url: 'http://forge/ames/houses.git'
  };
  return {
    identity: { id: 2, login: 'learner', name: '', email: '', api: '', practice: true },
    project: {
      kind: 'ballet',
      name: 'houses',
      root: '/houses',
      upstream: 'ames/houses',
      api: '',
      git: '',
      contrib: 'contrib'
    },
    upstream,
    fork: 'learner/houses',
    fork_exists: false,
    base: 'b'.repeat(40),
    base_branch: 'main',
    directory: 'houses',
    feature: 'rooms',
    files: [],
    formatted: false,
    branch: 'rooms-1',
    message: 'Add rooms',
    title: 'Add rooms',
    body: '',
    date: 0,
    zone: 0,
    tree: 'd'.repeat(40),
    commit: 'c'.repeat(40),
    ...change
  };
}

/**
 * Two steps of an accepted submission, played: at 0 the fork begins, at 1 it has passed; at 2
 * the pull request begins, its two lines are typed at 3 and 4, at 6 it is open; the verdict
 * comes at 8, after 40 seconds that were left out, and somebody merges at 10.
 */
export function replay(): Replay {
  const at = '2026-11-22T10:00:00Z';
  const steps: Trace['steps'] = [
    { key: 'fork', title: 'Fork', purpose: 'A copy.', status: 'passed', outcome: { Fork: 'mine' } },
    {
      key: 'pull_request',
      title: 'Pull request',
      purpose: 'Asks.',
      status: 'passed',
      started_at: at,
      finished_at: at,
      outcome: { Number: 7 }
    }
  ];
  const fork = plan().upstream;
  const view = traceView({
    status: 'submitted',
    plan: plan(),
    fork: { ...fork, full_name: 'learner/houses' },
    pull_request: { repository: 'ames/houses', number: 7, state: 'merged' },
    verdict: 'accepted',
    evaluation: { verdict: 'accepted' },
    since_then: [{ at, kind: 'merged', actor: 'bot', text: 'Merged.', key: 'merged', data: {} }],
    steps
  });
  view.shown = {
    pull_request: [
      { kind: 'git', text: 'git one' },
      { kind: 'git', text: 'git two' }
    ]
  };
  const moment = (played: number, kind: Moment['kind'], change: Partial<Moment>): Moment => ({
    at,
    offset: played,
    played,
    kind,
    text: `${kind} ${change.step ?? ''}`,
    ...change
  });
  const pull = { step: 'pull_request', status: 'running' } as const;
  const opened = { ...pull, status: 'passed', lines: 2, outcome: { Number: 7 } } as const;
  return {
    view,
    moments: [
      moment(0, 'begun', { step: 'fork', status: 'running' }),
      moment(1, 'ended', { step: 'fork', status: 'passed', outcome: { Fork: 'mine' } }),
      moment(2, 'begun', pull),
      moment(3, 'typed', { ...pull, lines: 1 }),
      moment(4, 'typed', { ...pull, lines: 2 }),
      moment(6, 'ended', opened),
      moment(8, 'verdict', { verdict: 'accepted', idle: 40 }),
      moment(10, 'since', { verdict: 'accepted', since: 1 })
    ],
    marks: [
      { key: 'fork', title: 'Fork', played: 0, status: 'passed' },
      { key: 'pull_request', title: 'Pull request', played: 2, status: 'passed' },
      { key: 'since', title: 'Since then', played: 10 }
    ],
    lasted: 48,
    duration: 12
  };
}
