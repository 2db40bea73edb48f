import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Action, Shelf } from '../client';
import { Refusal } from '../refusal';
import { summaryOf, traceView } from '../testing';
import type { HistoryQuery, Remark, TraceList, TraceView } from '../wire';
import { TraceModel } from './model';
import type { IChange } from './reading';
import { ITraceClient, PACE } from './state';

/** A server in memory: newest first, as the real one answers. */
class Server implements ITraceClient {
  views: TraceView[] = [];
  asked: string[] = [];

  async list({ path, limit = 20 }: HistoryQuery): Promise<TraceList> {
    this.asked.push('list');
    const found = this.views.filter(({ trace }) => !path || trace.source.path === path);
    return { submissions: found.slice(0, limit).map(summaryOf), total: found.length };
  }

  async get(id: string): Promise<TraceView> {
    this.asked.push(`get ${id}`);
    return this.find(id);
  }

  async remove(id: string): Promise<void> {
    this.asked.push(`remove ${id}`);
    this.views = this.views.filter(view => view !== this.find(id));
  }

  async shelve(id: string, shelf: Shelf): Promise<TraceView> {
    this.asked.push(`${shelf} ${id}`);
    this.views = this.views.map(view => (view.trace.id === id ? { ...view, shelf } : view));
    return this.find(id);
  }

  async act(id: string, action: Action): Promise<TraceView> {
    this.asked.push(`${action} ${id}`);
    return this.find(id);
  }

  async remark(id: string, kind: string, { body }: Remark): Promise<TraceView> {
    this.asked.push(`${kind} ${id} ${body}`);
    return this.find(id);
  }

  private find(id: string): TraceView {
    const view = this.views.find(one => one.trace.id === id);
    if (!view) {
      throw new Refusal({ code: 'trace_not_found', message: 'There is none.' }, null, 404);
    }
    return view;
  }
}

const done = { status: 'failed' } as const;
let server: Server;
let model: TraceModel;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  model = new TraceModel(server);
});

afterEach(() => {
  model.dispose();
  vi.useRealTimers();
});

describe('TraceModel', () => {
  it('shows the newest submission of the notebook in front', async () => {
    server.views = [
      traceView({ ...done, id: 'new', source: { path: 'B.ipynb', cells: [] } }),
      traceView({ ...done, id: 'old', source: { path: 'A.ipynb', cells: [] } })
    ];
    await model.setPath('A.ipynb');
    expect(model.state.view?.trace.id).toBe('old');
    await model.setPath('B.ipynb');
    expect(model.state.view?.trace.id).toBe('new');
    await model.setPath('C.ipynb');
    expect(model.state.view).toBeNull();
    await model.setEverywhere(true);
    expect(model.state.submissions.map(item => item.id)).toEqual(['new', 'old']);
  });

  it('keeps a pinned submission in view', async () => {
    server.views = [traceView({ ...done, id: 'new' }), traceView({ ...done, id: 'old' })];
    await model.setPath('Analysis.ipynb');
    await model.pin('old');
    await model.setPath('Other.ipynb');
    expect(model.state.view?.trace.id).toBe('old');
    await model.pin(null);
    expect(model.state.view).toBeNull();
  });

  it('lets go of a pinned submission that was deleted elsewhere', async () => {
    server.views = [traceView({ ...done, id: 'new' })];
    model.restore({ pinned: 'gone' });
    await model.refresh();
    expect(model.state.pinned).toBeNull();
    expect(model.state.view?.trace.id).toBe('new');
    expect(model.state.error).toBeNull();
  });

  it('brings back what was open, for the submission it was open in', async () => {
    server.views = [traceView({ ...done, id: 'new' })];
    model.restore({ submission: 'new', cards: { push: true } });
    await model.refresh();
    expect(model.isOpen('push')).toBe(true);
    expect(model.saved).toEqual({
      pinned: null,
      everywhere: false,
      submission: 'new',
      cards: { push: true },
      depths: {}
    });
    server.views = [traceView({ ...done, id: 'newer' }), ...server.views];
    await model.refresh();
    expect(model.isOpen('push')).toBe(false);
  });

  it('brings it back even when the first reading came before', async () => {
    server.views = [traceView({ ...done, id: 'new' })];
    await model.refresh();
    model.restore({ submission: 'new', cards: { push: true } });
    await model.refresh();
    expect(model.isOpen('push')).toBe(true);
    model.restore({ submission: 'other', cards: { fork: true } });
    expect(model.isOpen('fork')).toBe(false);
  });

  it('keeps the depth that was chosen for a page', async () => {
    model.setDepth('why');
    model.choose('steps/push', 'inside');
    expect(model.depthOf('steps/push')).toBe('inside');
    expect(model.depthOf('steps/fork')).toBe('why');
    const later = new TraceModel(server);
    later.restore(model.saved);
    expect(later.depthOf('steps/push')).toBe('inside');
    expect(later.depthOf('steps/fork')).toBe('what');
  });

  it('shows the withdrawal that it asked for', async () => {
    server.views = [traceView({ ...done, id: 'old' })];
    await model.setPath('Analysis.ipynb');
    server.act = async (id, action) => {
      server.asked.push(`${action} ${id}`);
      server.views.unshift(traceView({ id: 'back', kind: 'withdraw' }));
      return server.views[0];
    };
    await model.withdraw();
    expect(server.asked).toContain('withdraw old');
    expect(model.state.view?.trace.id).toBe('back');
    expect(model.isMine('back')).toBe(true);
  });

  it('leads to the step before which a new submission stopped', async () => {
    const changes: IChange[] = [];
    model.stepChanged.connect((_, change) => changes.push(change));
    const steps = traceView().trace.steps.map((step, index) =>
      index === 0 ? { ...step, status: 'paused' as const } : step
    );
    server.views = [traceView({ status: 'paused', steps })];
    await model.adopt(server.views[0]);
    expect(changes).toEqual([{ submission: 'one', step: 'lint', status: 'paused' }]);
    server.asked = [];
    await vi.advanceTimersByTimeAsync(10 * PACE.active);
    expect(server.asked).toEqual([]);
  });

  it('reads every two seconds while something runs, and then stops', async () => {
    server.views = [traceView({ sequence: 1 })];
    await model.refresh();
    server.asked = [];
    server.views = [traceView({ ...done, sequence: 2 })];
    await vi.advanceTimersByTimeAsync(PACE.active);
    expect(server.asked).toEqual(['list', 'list', 'get one']);
    expect(model.state.view?.trace.status).toBe('failed');
    server.asked = [];
    await vi.advanceTimersByTimeAsync(10 * PACE.idle);
    expect(server.asked).toEqual([]);
  });

  it('asks for news after the verdict, less and less often', async () => {
    const pull_request = { repository: 'a/b', number: 3 };
    server.views = [traceView({ status: 'submitted', verdict: 'accepted', pull_request })];
    await model.refresh();
    model.setVisible(true);
    await vi.advanceTimersByTimeAsync(0);
    server.asked = [];
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.asked).toEqual(['refresh one', 'list', 'list']);
    await vi.advanceTimersByTimeAsync(3999);
    expect(server.asked.filter(line => line.startsWith('refresh'))).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.asked.filter(line => line.startsWith('refresh'))).toHaveLength(2);
  });

  it('shares one reading among calls that come together', async () => {
    await Promise.all([model.refresh(), model.refresh(), model.refresh()]);
    // one reading for the first call and one for the two others, of two lists each
    expect(server.asked).toEqual(['list', 'list', 'list', 'list']);
  });

  it('offers what a terminal submits meanwhile, and nothing older', async () => {
    const source = { path: 'feature.py', cells: [] };
    const at = (hour: number) => `2026-11-22T${hour}:00:00Z`;
    server.views = [traceView({ ...done, id: 'old', source, created_at: at(10) })];
    await model.setPath('Analysis.ipynb');
    expect(model.state.elsewhere).toBeNull();
    server.views.unshift(traceView({ ...done, id: 'new', source, created_at: at(11) }));
    await model.refresh();
    expect(model.state.elsewhere?.id).toBe('new');
    await model.setEverywhere(true);
    expect(model.state.elsewhere).toBeNull();
  });

  it('tells each step that changes in view', async () => {
    const changes: IChange[] = [];
    model.stepChanged.connect((_, change) => changes.push(change));
    server.views = [traceView()];
    await model.refresh();
    const steps = traceView().trace.steps.map((step, index) =>
      index === 0 ? { ...step, status: 'passed' as const } : step
    );
    server.views = [traceView({ steps, sequence: 2 })];
    await model.refresh();
    expect(changes).toEqual([{ submission: 'one', step: 'lint', status: 'passed' }]);
  });

  it('never goes back to an older reading', async () => {
    server.views = [traceView({ sequence: 5 })];
    await model.refresh();
    server.views = [traceView({ sequence: 4, verdict: 'accepted' })];
    await model.refresh();
    expect(model.state.view?.trace.sequence).toBe(5);
  });

  it('reads a record again once it is on another shelf', async () => {
    server.views = [traceView({ ...done, id: 'new' }), traceView({ ...done, id: 'old' })];
    await model.refresh();
    await model.shelve('kept');
    expect(server.asked).toContain('kept new');
    expect(model.state.view?.shelf).toBe('kept');
    server.views = [{ ...server.views[0], shelf: 'listed' }, server.views[1]];
    await model.refresh();
    expect(model.state.view?.shelf).toBe('listed');
  });

  it('does not lose what was chosen to what is brought back later', async () => {
    server.views = [traceView({ ...done, id: 'linked' }), traceView({ ...done, id: 'before' })];
    await model.pin('linked');
    model.restore({ pinned: 'before' });
    expect(model.state.pinned).toBe('linked');
  });

  it('deletes the record in view and shows the next', async () => {
    server.views = [traceView({ ...done, id: 'new' }), traceView({ ...done, id: 'old' })];
    await model.pin('new');
    await model.remove();
    expect(server.asked).toContain('remove new');
    expect(model.state.view?.trace.id).toBe('old');
  });

  it('shows what it started, even from another notebook', async () => {
    const view = traceView({ id: 'mine' });
    server.views = [view];
    await model.setPath('Other.ipynb');
    await model.adopt(view);
    expect(model.isMine('mine')).toBe(true);
    expect(model.state.pinned).toBe('mine');
    expect(model.state.view?.trace.id).toBe('mine');
  });

  it('says why a request was refused, and goes on', async () => {
    server.views = [traceView(done)];
    await model.refresh();
    server.act = async () => {
      throw new Refusal({ code: 'nothing_to_do', message: 'It is over.' }, null, 409);
    };
    await model.act('resume');
    expect(model.state.error?.message).toBe('It is over.');
    expect(model.state.busy).toBe(false);
    await model.refresh();
    expect(model.state.error).toBeNull();
  });

  it('shows that the server is away', async () => {
    server.list = async () => {
      throw new Refusal({ code: 'server_unreachable', message: 'No answer.' });
    };
    await model.refresh();
    expect(model.state.read).toBe(true);
    expect(model.state.error?.code).toBe('server_unreachable');
  });
});
