import type { Plan, TraceSummary, TraceView } from './wire';

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
export function summaryOf({ trace }: TraceView): TraceSummary {
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
    step: null
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
