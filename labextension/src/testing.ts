import type { TraceSummary, TraceView } from './wire';

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
