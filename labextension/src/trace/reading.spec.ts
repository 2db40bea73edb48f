import { describe, expect, it } from 'vitest';

import { traceView } from '../testing';
import { awaitsNews, changesBetween } from './reading';

describe('changesBetween', () => {
  it('finds the steps that changed, in order', () => {
    const before = traceView();
    const after = traceView({
      steps: before.trace.steps.map(step => ({
        ...step,
        status: step.key === 'lint' ? 'passed' : step.key === 'fork' ? 'running' : 'pending'
      }))
    });
    expect(changesBetween(before, after)).toEqual([
      { submission: 'one', step: 'lint', status: 'passed' },
      { submission: 'one', step: 'fork', status: 'running' }
    ]);
  });

  it('says the verdict once', () => {
    const before = traceView();
    const after = traceView({ verdict: 'rejected' });
    expect(changesBetween(before, after)).toEqual([
      { submission: 'one', step: null, status: 'failed' }
    ]);
    expect(changesBetween(after, after)).toEqual([]);
  });

  it('is silent about a first reading', () => {
    expect(changesBetween(null, traceView())).toEqual([]);
    expect(changesBetween(traceView({ id: 'other' }), traceView())).toEqual([]);
  });
});

describe('awaitsNews', () => {
  const pull_request = { repository: 'a/b', number: 3 };
  const happened = (kind: 'merged' | 'score' | 'closed') => ({
    at: '2026-11-22T10:00:00Z',
    kind,
    actor: 'maintainer',
    text: '',
    key: kind
  });

  it('lasts from the verdict to the score', () => {
    expect(awaitsNews(traceView({ status: 'waiting', pull_request }))).toBe(false);
    const judged = { status: 'submitted', pull_request } as const;
    expect(awaitsNews(traceView(judged))).toBe(true);
    expect(awaitsNews(traceView({ ...judged, since_then: [happened('merged')] }))).toBe(true);
    const scored = [happened('merged'), happened('score')];
    expect(awaitsNews(traceView({ ...judged, since_then: scored }))).toBe(false);
  });

  it('ends when the pull request is closed', () => {
    const closed = { status: 'submitted', pull_request, since_then: [happened('closed')] } as const;
    expect(awaitsNews(traceView({ ...closed, since_then: [happened('closed')] }))).toBe(false);
  });
});
