import { ISignal, Signal } from '@lumino/signaling';

import type { Action, Shelf } from '../client';
import type { Depth, LessonName } from '../lessons/depths';
import { recordOf, Refusal } from '../refusal';
import type { HistoryQuery, Remark, TraceSummary, TraceView } from '../wire';
import { awaitsNews, changesBetween, IChange, isMoving, standstills } from './reading';
import { ISaved, ITraceClient, ITraceState, NOTHING, PACE, Patience } from './state';

const PAGE = 20;

/** The submissions of the notebook in front, and the one in view. Holds no truth of its own. */
export class TraceModel {
  constructor(private readonly client: ITraceClient) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /**
   * Emitted for each step, and for the verdict, that changed while it was in view; and for the
   * step at which a submission stands still from the start.
   */
  get stepChanged(): ISignal<this, IChange> {
    return this._stepChanged;
  }

  /** Emitted when somebody chose what is in view, or sent something new. */
  get chosen(): ISignal<this, void> {
    return this._chosen;
  }

  get state(): ITraceState {
    return this._state;
  }

  /** What to keep for the next page load. */
  get saved(): ISaved {
    const { pinned, everywhere, view, cards, depths } = this._state;
    const submission = view?.trace.id ?? null;
    return { pinned, everywhere, submission, cards: { ...cards }, depths: { ...depths } };
  }

  restore(saved: Partial<ISaved>): void {
    this._restored = saved;
    const { pinned = null, everywhere = false, depths = {} } = saved;
    // A first reading may have come before what was kept.
    const shown = this._state.view?.trace.id === saved.submission;
    const cards = shown ? { ...saved.cards, ...this._state.cards } : this._state.cards;
    this.set({ pinned: this._state.pinned ?? pinned, everywhere, depths, cards });
  }

  /** Follow another notebook. */
  setPath(path: string | null): Promise<void> {
    if (path === this._state.path) {
      return Promise.resolve();
    }
    this.set({ path });
    return this.refresh();
  }

  setEverywhere(everywhere: boolean): Promise<void> {
    this.set({ everywhere });
    return this.refresh();
  }

  setExplain(explain: boolean): void {
    this.set({ explain });
  }

  setDepth(depth: Depth): void {
    this.set({ depth });
  }

  /** How deep a page explains: as chosen on the page, else as set. */
  depthOf(page: LessonName): Depth {
    return this._state.depths[page] ?? this._state.depth;
  }

  /** Choose a depth for one page; it is remembered. */
  choose(page: LessonName, depth: Depth): void {
    this.set({ depths: { ...this._state.depths, [page]: depth } });
  }

  /** Say whether anybody is looking: nobody looking, nothing asked. */
  setVisible(visible: boolean): void {
    this._visible = visible;
    if (visible) {
      this._patience.start();
      void this.refresh();
    } else {
      this.schedule();
    }
  }

  /** Keep a submission in view; `null` follows the notebook again. */
  pin(id: string | null): Promise<void> {
    this.set({ pinned: id });
    this._chosen.emit();
    return this.refresh();
  }

  /** Show a submission that was started here, and remember that it was. */
  adopt(view: TraceView): Promise<void> {
    this._mine.add(view.trace.id);
    const elsewhere = view.trace.source.path !== this._state.path && !this._state.everywhere;
    this.set({ pinned: elsewhere ? view.trace.id : null });
    this._chosen.emit();
    this.show(view);
    standstills(view).forEach(change => this._stepChanged.emit(change));
    return this.refresh();
  }

  /** Whether it was started in this tab. */
  isMine(id: string): boolean {
    return this._mine.has(id);
  }

  isOpen(card: string, byDefault = false): boolean {
    return this._state.cards[card] ?? byDefault;
  }

  setOpen(card: string, open: boolean): void {
    this.set({ cards: { ...this._state.cards, [card]: open } });
  }

  /** Read again. Calls that arrive during a reading share the next one. */
  refresh(): Promise<void> {
    this._again = true;
    this._reading ??= this.readAll().finally(() => {
      this._reading = null;
      this.schedule();
    });
    return this._reading;
  }

  /** Tell the submission in view to do something. */
  act(action: Action): Promise<void> {
    return this.withView(id => this.client.act(id, action));
  }

  /** Take the submission in view back: what comes of it is a record of its own. */
  withdraw(): Promise<void> {
    return this.attempt(async () => {
      const id = this._state.view?.trace.id;
      if (id) {
        await this.adopt(await this.client.act(id, 'withdraw'));
      }
    });
  }

  /** Comment on or review the pull request in view. */
  remark(kind: 'comments' | 'reviews', body: Remark): Promise<void> {
    return this.withView(id => this.client.remark(id, kind, body));
  }

  /** Keep the record in view, put it away, or put it back into the list. */
  shelve(shelf: Shelf): Promise<void> {
    return this.withView(id => this.client.shelve(id, shelf));
  }

  /** Delete the record in view. What was sent to the forge stays there. */
  remove(): Promise<void> {
    return this.attempt(async () => {
      const id = this._state.view?.trace.id;
      if (id) {
        await this.client.remove(id);
        this.set({ pinned: this._state.pinned === id ? null : this._state.pinned, view: null });
        await this.refresh();
      }
    });
  }

  dispose(): void {
    this._disposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  private get query(): HistoryQuery {
    return { path: this._state.everywhere ? null : this._state.path, limit: PAGE };
  }

  private async readAll(): Promise<void> {
    while (this._again && !this._disposed) {
      this._again = false;
      try {
        await this.readOnce();
      } catch (reason) {
        if (this._state.pinned && reason instanceof Refusal && reason.status === 404) {
          this.set({ pinned: null });
          this._again = true;
        } else {
          this.set({ error: recordOf(reason), read: true });
        }
      }
    }
  }

  private async readOnce(): Promise<void> {
    const { path, everywhere, pinned, view } = this._state;
    const [list, elsewhere] = await Promise.all([
      this.client.list(this.query),
      this.newestElsewhere()
    ]);
    const id = pinned ?? list.submissions[0]?.id;
    const next = !id
      ? null
      : this.isCurrent(view, id, list.submissions)
        ? view
        : await this.client.get(id);
    const now = this._state;
    if (now.path !== path || now.everywhere !== everywhere || now.pinned !== pinned) {
      this._again = true;
      return;
    }
    const { submissions, total } = list;
    this.set({ submissions, total, elsewhere, read: true, error: null });
    if (next) {
      this.show(next);
    } else {
      this.set({ view: null, cards: {} });
    }
  }

  /** The newest of all, if it came after the first reading and the history leaves it out. */
  private async newestElsewhere(): Promise<TraceSummary | null> {
    const { path, everywhere } = this._state;
    const [newest] = (await this.client.list({ limit: 1 })).submissions;
    this._first ??= newest?.created_at ?? '';
    const left = path !== null && !everywhere && newest !== undefined && newest.path !== path;
    return left && newest.created_at > this._first && !this.isMine(newest.id) ? newest : null;
  }

  /** Whether the list says that the view in hand is the latest. */
  private isCurrent(view: TraceView | null, id: string, list: TraceSummary[]): boolean {
    const summary = list.find(item => item.id === id);
    return (
      view?.trace.id === id &&
      !isMoving(view.trace.status) &&
      summary?.sequence === view.trace.sequence &&
      summary.shelf === view.shelf
    );
  }

  /** Put a reading in view, unless a later one is there already. */
  private show(view: TraceView): void {
    const before = this._state.view;
    const same = before?.trace.id === view.trace.id;
    if (same && before.trace.sequence > view.trace.sequence) {
      return;
    }
    if (!same) {
      this._patience.start();
      const kept = this._restored.submission === view.trace.id ? this._restored.cards : {};
      this._restored = {};
      this.set({ view, cards: kept ?? {} });
      return;
    }
    this.set({ view });
    changesBetween(before, view).forEach(change => this._stepChanged.emit(change));
  }

  private withView(request: (id: string) => Promise<TraceView>): Promise<void> {
    return this.attempt(async () => {
      const id = this._state.view?.trace.id;
      if (id) {
        const view = await request(id);
        if (this._state.view?.trace.id === id) {
          this.show(view);
        }
        await this.refresh();
      }
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.set({ busy: true, error: null });
    try {
      await work();
      this.set({ busy: false });
    } catch (reason) {
      this.set({ busy: false, error: recordOf(reason) });
    }
  }

  private schedule(): void {
    clearTimeout(this._timer);
    const view = this._state.view;
    const active = view !== null && isMoving(view.trace.status);
    if (this._disposed || !(active || this._visible)) {
      return;
    }
    const news = awaitsNews(view) ? this._patience.left : PACE.idle;
    const pause = active ? PACE.active : Math.min(news, PACE.idle);
    this._timer = setTimeout(() => void this.look(), pause);
  }

  /** Read again, and if it is time, have the server ask the forge what happened since then. */
  private async look(): Promise<void> {
    const view = this._state.view;
    if (view && awaitsNews(view) && this._patience.due()) {
      try {
        this.show(await this.client.act(view.trace.id, 'refresh'));
      } catch {
        // Nobody asked for this request; if the server is down, the reading below says so.
      }
    }
    await this.refresh();
  }

  private set(change: Partial<ITraceState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: ITraceState = NOTHING;
  private _restored: Partial<ISaved> = {};
  private _first: string | null = null;
  private _reading: Promise<void> | null = null;
  private _again = false;
  private _visible = false;
  private _disposed = false;
  private readonly _patience = new Patience();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _mine = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _chosen = new Signal<this, void>(this);
  private readonly _stepChanged = new Signal<this, IChange>(this);
}
