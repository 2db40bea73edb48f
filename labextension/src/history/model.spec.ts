import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Refusal } from '../refusal';
import { summaryOf, traceView } from '../testing';
import type { TraceModel } from '../trace/model';
import type { ITraceState } from '../trace/state';
import { NOTHING } from '../trace/state';
import type { HistoryQuery, TraceList, TraceSummary } from '../wire';
import { HistoryModel } from './model';

/** A server in memory with many submissions, newest first. */
class Server {
  items: TraceSummary[] = [];
  asked: HistoryQuery[] = [];
  refuses = false;
  slow = '';

  async list(query: HistoryQuery): Promise<TraceList> {
    this.asked.push(query);
    if (this.refuses) {
      throw new Refusal({ code: 'server_unreachable', message: 'It does not answer.' });
    }
    const { text = '', after = '', limit = 20 } = query;
    if (text !== '' && text === this.slow) {
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    const found = this.items.filter(item => item.title.includes(text));
    const first = found.findIndex(item => item.id === after) + 1;
    const page = found.slice(first, first + limit);
    const more = first + limit < found.length;
    return {
      submissions: page,
      total: found.length,
      next: more ? page[page.length - 1].id : null,
      projects: ['houses'],
      errors: ['no_ci']
    };
  }
}

/** The panel's own model, as far as the history looks at it. */
class Panel {
  state: ITraceState = { ...NOTHING, path: 'A.ipynb' };
  readonly changed = new Signal<this, void>(this);

  change(change: Partial<ITraceState>): void {
    this.state = { ...this.state, ...change };
    this.changed.emit();
  }
}

let server: Server;
let panel: Panel;
let model: HistoryModel;
const ids = (): string[] => model.state.items.map(item => item.id);
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  server.items = Array.from({ length: 45 }, (_, index) =>
    summaryOf(traceView({ id: `s${index}` }))
  );
  panel = new Panel();
  model = new HistoryModel(server, panel as unknown as TraceModel);
});

afterEach(() => {
  model.setOpen(false);
  vi.useRealTimers();
});

describe('HistoryModel', () => {
  it('reads once somebody looks, and page after page', async () => {
    expect(server.asked).toEqual([]);
    model.setOpen(true);
    await settle();
    expect([ids().length, model.state.total, model.state.read]).toEqual([20, 45, true]);
    await model.more();
    await model.more();
    expect([ids().length, model.state.next]).toEqual([45, null]);
    await model.more();
    expect(server.asked).toHaveLength(3);
  });

  it('asks for a text once the keys are at rest, and for a choice at once', async () => {
    model.setOpen(true);
    await settle();
    model.look({ text: 's1' });
    model.look({ text: 's11' });
    expect(model.state.read).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked.map(({ text }) => text)).toEqual(['', 's11']);
    expect(ids()).toEqual(['s11']);
    expect(model.isWhole).toBe(false);
    model.look({ outcome: 'failed' });
    await settle();
    expect(server.asked[2]).toMatchObject({ text: 's11', status: ['failed'], path: 'A.ipynb' });
    model.clear();
    await settle();
    expect([ids().length, model.isWhole]).toEqual([20, true]);
  });

  it('keeps what was read when something new arrives, and what is gone is gone', async () => {
    model.setOpen(true);
    await settle();
    await model.more();
    server.items = [summaryOf(traceView({ id: 'new' })), ...server.items.slice(2)];
    panel.change({ total: 44 });
    await settle();
    expect(ids().slice(0, 2)).toEqual(['new', 's2']);
    expect(ids()).toHaveLength(40);
    panel.change({ busy: true });
    await settle();
    expect(server.asked).toHaveLength(3);
  });

  it('begins anew for another notebook, and for all of them', async () => {
    model.setOpen(true);
    await settle();
    await model.more();
    panel.change({ everywhere: true });
    await settle();
    expect(server.asked[2]).toMatchObject({ path: null, limit: 20 });
    expect(ids()).toHaveLength(20);
  });

  it('takes no answer to an earlier question', async () => {
    model.setOpen(true);
    await settle();
    server.slow = 's1';
    model.look({ text: 's1' });
    await vi.advanceTimersByTimeAsync(200);
    model.look({ text: '' });
    await settle();
    expect(ids()).toHaveLength(20);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.asked.map(({ text }) => text)).toEqual(['', 's1', '']);
    expect([ids()[5], model.state.busy]).toEqual(['s5', false]);
    void model.refresh();
    model.look({ text: 's44' });
    await settle();
    expect(model.state.read).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect([ids(), model.state.read]).toEqual([['s44'], true]);
  });

  it('says that the server does not answer, and looks again', async () => {
    server.refuses = true;
    model.setOpen(true);
    await settle();
    expect([model.state.error?.code, model.state.read]).toEqual(['server_unreachable', false]);
    server.refuses = false;
    model.look({});
    await settle();
    expect([model.state.error, model.state.read]).toEqual([null, true]);
  });

  it('asks for nothing any more once it is closed', async () => {
    model.setOpen(true);
    await settle();
    model.look({ text: 'x' });
    model.setOpen(false);
    panel.change({ total: 3 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.asked).toHaveLength(1);
  });
});
