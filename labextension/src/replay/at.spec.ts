import { describe, expect, it } from 'vitest';

import { replay } from '../testing';
import type { Replay } from '../wire';
import { hasBegun, leftOut, momentAt, stepAt, traceAt, typedAt } from './at';

const statuses = (played: Replay, at: number): unknown[] =>
  traceAt(played, at).trace.steps.map(step => step.status);

describe('traceAt', () => {
  it('shows nothing of a step before its first moment', () => {
    const { trace, shown } = traceAt(replay(), 0.5);
    expect(statuses(replay(), 0.5)).toEqual(['running', 'pending']);
    expect(trace.steps[1]).toMatchObject({ started_at: null, outcome: {}, requests: [] });
    expect(trace).toMatchObject({ status: 'running', fork: null, pull_request: null });
    expect(shown).toEqual({ fork: [], pull_request: [] });
  });

  it('shows what came back from its moment on', () => {
    expect(traceAt(replay(), 0.99).trace.steps[0].outcome).toEqual({});
    const { trace } = traceAt(replay(), 1);
    expect(trace.steps[0].outcome).toEqual({ Fork: 'mine' });
    expect(trace.fork?.full_name).toBe('learner/houses');
  });

  it('shows the lines that were typed', () => {
    const lines = (at: number): number => traceAt(replay(), at).shown.pull_request.length;
    expect([2.5, 3.5, 4.5].map(lines)).toEqual([0, 1, 2]);
  });

  it('shows a pull request as it was, and the verdict when it came', () => {
    expect(traceAt(replay(), 5).trace.pull_request).toBeNull();
    const open = traceAt(replay(), 7).trace;
    expect(open.pull_request).toMatchObject({ number: 7, state: 'open' });
    expect(open).toMatchObject({ verdict: 'none', evaluation: null, status: 'submitted' });
    expect(traceAt(replay(), 8).trace).toMatchObject({
      verdict: 'accepted',
      evaluation: { verdict: 'accepted' },
      since_then: []
    });
    expect(traceAt(replay(), 10).trace.pull_request).toMatchObject({ state: 'merged' });
  });

  it('is the record itself at the end, with nothing that could be done', () => {
    const played = replay();
    played.view.can_withdraw = true;
    const end = traceAt(played, 12);
    expect(end.trace).toBe(played.view.trace);
    expect(end.can_withdraw).toBe(false);
    expect(traceAt(played, 11.9).can_withdraw).toBe(false);
  });

  it('keeps what did not change, so that it need not be drawn again', () => {
    const played = replay();
    const before = traceAt(played, 3.5);
    const after = traceAt(played, 4.5);
    expect(after.trace.steps[0]).toBe(before.trace.steps[0]);
    expect(after.trace.steps[1]).not.toBe(before.trace.steps[1]);
    expect(after.shown.fork).toBe(before.shown.fork);
  });

  it('stands still where the submission did', () => {
    const played = replay();
    played.moments[1] = { ...played.moments[1], status: 'interrupted', outcome: null };
    expect(traceAt(played, 1.5).trace).toMatchObject({ status: 'interrupted', fork: null });
  });

  it('is the record for a replay without moments', () => {
    const played: Replay = { ...replay(), moments: [], marks: [], duration: 0 };
    expect(momentAt(played, 0)).toBe(-1);
    expect(traceAt(played, 0).trace).toBe(played.view.trace);
  });
});

describe('the moment', () => {
  it('is the last one that has come', () => {
    expect([0, 0.99, 1, 9, 12].map(at => momentAt(replay(), at))).toEqual([0, 0, 1, 6, 7]);
  });

  it('belongs to the step that goes on, or to the one before it', () => {
    expect(stepAt(replay(), 1)).toBe('fork');
    expect(stepAt(replay(), 6)).toBe('pull_request');
    expect(stepAt(replay(), -1)).toBeNull();
    expect(stepAt(replay(), 7)).toBeNull();
    const planned = replay();
    planned.moments[0] = { ...planned.moments[0], kind: 'request', status: 'pending' };
    expect(stepAt(planned, 0)).toBeNull();
  });

  it('types its line before the next one comes, and no longer than it takes to read', () => {
    expect(typedAt(replay(), 3, 3)).toBe(0);
    expect(typedAt(replay(), 3, 3.4)).toBeCloseTo(0.5);
    expect(typedAt(replay(), 3, 3.9)).toBe(1);
    expect(typedAt(replay(), 4, 4.6)).toBeCloseTo(0.5);
    expect(typedAt(replay(), 5, 6)).toBe(1);
  });

  it('says how much waiting was left out', () => {
    expect(leftOut(replay())).toBe(40);
    expect(leftOut(replay(), 5)).toBe(0);
  });
});

describe('hasBegun', () => {
  it('is true once anything but a request came', () => {
    const played = replay();
    const asked = { ...played.moments[0], kind: 'request' as const };
    const read = { ...played, moments: [asked, ...played.moments] };
    expect([-1, 0, 1].map(at => hasBegun(read, at))).toEqual([false, false, true]);
  });
});
