import { describe, expect, it } from 'vitest';

import { summaryOf, traceView } from '../testing';
import type { Attempt, HistoryQuery, TraceList, TraceSummary } from '../wire';
import { ChoosingModel, inOrder, neighbour } from './choosing';

const AT = '2026-11-22T10:00:00Z';

function attempt(id: string, number: number, kind: Attempt['kind'] = 'revise'): Attempt {
  const rest = { status: 'submitted', verdict: 'rejected', created_at: AT } as const;
  return { id, short_id: id, attempt: number, kind, ...rest };
}

function family(id: string, number: number) {
  const view = traceView({ id, attempt: number, kind: number > 1 ? 'revise' : 'submit' });
  view.attempts = [attempt('one', 1, 'submit'), attempt('two', 2), attempt('three', 3)];
  return view;
}

function summary(id: string): TraceSummary {
  return { ...summaryOf(traceView({ id })), id };
}

/** Answers each question when it is told to. */
class Server {
  readonly asked: HistoryQuery[] = [];
  readonly answers: ((ids: string[]) => void)[] = [];

  list(query: HistoryQuery): Promise<TraceList> {
    this.asked.push(query);
    return new Promise(resolve =>
      this.answers.push(ids =>
        resolve({ submissions: ids.map(summary), total: ids.length, projects: [] } as TraceList)
      )
    );
  }
}

const ids = (items: readonly TraceSummary[]): string[] => items.map(item => item.id);

describe('ChoosingModel', () => {
  it('offers the other attempts, and what the project accepted besides', async () => {
    const server = new Server();
    const model = new ChoosingModel(server, family('two', 2));

    expect(ids(model.state.attempts)).toEqual(['three', 'one']);
    const looking = model.look('');
    expect(model.state.busy).toBe(true);
    server.answers[0](['two', 'three', 'adas']);
    await looking;

    expect(server.asked[0]).toMatchObject({ verdict: 'accepted', project: 'houses' });
    expect(ids(model.state.accepted)).toEqual(['adas']);
    expect(model.state.busy).toBe(false);
  });

  it('finds any by its words, attempts too, but not the one itself', async () => {
    const server = new Server();
    const model = new ChoosingModel(server, family('two', 2));

    const looking = model.look(' rooms ');
    server.answers[0](['two', 'one', 'adas']);
    await looking;

    expect(server.asked[0]).toMatchObject({ text: 'rooms' });
    expect(ids(model.state.found)).toEqual(['one', 'adas']);
  });

  it('forgets an answer that comes after a later question', async () => {
    const server = new Server();
    const model = new ChoosingModel(server, traceView());

    const first = model.look('ro');
    const second = model.look('rooms');
    server.answers[1](['rooms']);
    await second;
    server.answers[0](['robots']);
    await first;

    expect(ids(model.state.found)).toEqual(['rooms']);
  });

  it('says why nothing was found', async () => {
    const server = { list: () => Promise.reject(new Error('It broke.')) };
    const model = new ChoosingModel(server, traceView());

    await model.look('');

    expect(model.state.error).not.toBeNull();
    expect(model.state.busy).toBe(false);
  });
});

describe('inOrder', () => {
  it('puts the earlier attempt to the left', () => {
    expect(inOrder(family('two', 2), 'one')).toEqual(['one', 'two']);
    expect(inOrder(family('two', 2), 'three')).toEqual(['two', 'three']);
  });

  it('puts whatever else to the right', () => {
    expect(inOrder(family('two', 2), 'adas')).toEqual(['two', 'adas']);
  });
});

describe('neighbour', () => {
  it('is the attempt before, and for the first one the next', () => {
    expect(neighbour(family('three', 3))?.id).toBe('two');
    expect(neighbour(family('one', 1))?.id).toBe('two');
  });

  it('is nothing for a single submission', () => {
    expect(neighbour(traceView())).toBeNull();
  });
});
