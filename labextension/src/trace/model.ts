import { ISignal, Signal } from '@lumino/signaling';

import type { Action, IListQuery } from '../client';
import { recordOf, Refusal } from '../refusal';
import type { ErrorRecord, Remark, TraceList, TraceSummary, TraceView } from '../wire';
import { awaitsNews, changesBetween, IChange, isActive, joinPages } from './reading';

/** The part of the client that this model needs. */
export interface ITraceClient {
  list(query: IListQuery): Promise<TraceList>;
  get(id: string): Promise<TraceView>;
  remove(id: string): Promise<void>;
  act(id: string, action: Action): Promise<TraceView>;
  remark(id: string, kind: 'comments' | 'reviews', body: Remark): Promise<TraceView>;
}

export interface ITraceState {
  /** The notebook in front, as a path on the server; `null` when there is none. */
  readonly path: string | null;
  /** Whether the history lists every notebook's submissions. */
  readonly everywhere: boolean;
  /** The submission that stays in view whatever notebook is in front. */
  readonly pinned: string | null;
  readonly submissions: readonly TraceSummary[];
  readonly total: number;
  /** A newer submission from elsewhere, such as a terminal, that came while we looked. */
  readonly elsewhere: TraceSummary | null;
  readonly view: TraceView | null;
  /** What the person opened or closed in the submission in view. */
  readonly cards: Readonly<Record<string, boolean>>;
  /** Whether the server has answered at least once. */
  readonly read: boolean;
  /** Whether steps are explained (a setting); off is one line and the link. */
  readonly explain: boolean;
  readonly busy: boolean;
  readonly error: ErrorRecord | null;
}

/** What survives a reload. */
export interface ISaved {
  pinned: string | null;
  everywhere: boolean;
  submission: string | null;
  cards: Record<string, boolean>;
}

/** How often to read again, in milliseconds. */
export const PACE = {
  /** while something runs */
  active: 2000,
  /** while the panel is in sight and nothing runs: events can be lost */
  idle: 10000,
  /** after a verdict, the first time; then twice as long each time, up to the last */
  news: [2000, 60000]
} as const;

const PAGE = 20;

/** The submissions of the notebook in front, and the one in view. Holds no truth of its own. */
export class TraceModel {
  constructor(private readonly client: ITraceClient) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted for each step, and for the verdict, that changed while it was in view. */
  get stepChanged(): ISignal<this, IChange> {
    return this._stepChanged;
  }

  get state(): ITraceState {
    return this._state;
  }

  /** What to keep for the next page load. */
  get saved(): ISaved {
    const { pinned, everywhere, view, cards } = this._state;
    return { pinned, everywhere, submission: view?.trace.id ?? null, cards: { ...cards } };
  }

  restore(saved: Partial<ISaved>): void {
    this._restored = saved;
    this.set({ pinned: saved.pinned ?? null, everywhere: saved.everywhere ?? false });
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

  /** Say whether anybody is looking: nobody looking, nothing asked. */
  setVisible(visible: boolean): void {
    this._visible = visible;
    if (visible) {
      this.expectNews();
      void this.refresh();
    } else {
      this.schedule();
    }
  }

  /** Keep a submission in view; `null` follows the notebook again. */
  pin(id: string | null): Promise<void> {
    this.set({ pinned: id });
    return this.refresh();
  }

  /** Show a submission that was started here, and remember that it was. */
  adopt(view: TraceView): Promise<void> {
    this._mine.add(view.trace.id);
    const elsewhere = view.trace.source.path !== this._state.path && !this._state.everywhere;
    this.set({ pinned: elsewhere ? view.trace.id : null });
    this.show(view);
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

  /** Read the next older page of the history. */
  loadMore(): Promise<void> {
    const last = this._state.submissions[this._state.submissions.length - 1];
    return this.attempt(async () => {
      const before = last && Date.parse(last.created_at) / 1000;
      const page = await this.client.list({ ...this.query, before });
      const ids = new Set(this._state.submissions.map(item => item.id));
      const older = page.submissions.filter(item => !ids.has(item.id));
      this.set({ submissions: [...this._state.submissions, ...older] });
    });
  }

  /** Tell the submission in view to do something. */
  act(action: Action): Promise<void> {
    return this.withView(id => this.client.act(id, action));
  }

  /** Comment on or review the pull request in view. */
  remark(kind: 'comments' | 'reviews', body: Remark): Promise<void> {
    return this.withView(id => this.client.remark(id, kind, body));
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

  private get query(): IListQuery {
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
    const submissions = joinPages(list.submissions, this.olderPages(now));
    this.set({ submissions, total: list.total, elsewhere, read: true, error: null });
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

  /** What was read by `loadMore`, as long as the question is the same. */
  private olderPages(state: ITraceState): TraceSummary[] {
    const question = `${state.everywhere} ${state.path}`;
    const same = question === this._question;
    this._question = question;
    return same ? [...state.submissions] : [];
  }

  /** Whether the list says that the view in hand is the latest. */
  private isCurrent(view: TraceView | null, id: string, list: TraceSummary[]): boolean {
    const summary = list.find(item => item.id === id);
    return (
      view?.trace.id === id &&
      !isActive(view.trace.status) &&
      summary?.sequence === view.trace.sequence
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
      this.expectNews();
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
    const active = view !== null && isActive(view.trace.status);
    if (this._disposed || !(active || this._visible)) {
      return;
    }
    const news = awaitsNews(view) ? Math.max(0, this._newsAt - Date.now()) : PACE.idle;
    const pause = active ? PACE.active : Math.min(news, PACE.idle);
    this._timer = setTimeout(() => void this.look(), pause);
  }

  /** Read again, and if it is time, have the server ask the forge what happened since then. */
  private async look(): Promise<void> {
    const view = this._state.view;
    if (view && awaitsNews(view) && Date.now() >= this._newsAt) {
      this._patience = Math.min(this._patience * 2, PACE.news[1]);
      this._newsAt = Date.now() + this._patience;
      try {
        this.show(await this.client.act(view.trace.id, 'refresh'));
      } catch {
        // Nobody asked for this request; if the server is down, the reading below says so.
      }
    }
    await this.refresh();
  }

  private expectNews(): void {
    this._patience = PACE.news[0];
    this._newsAt = Date.now() + this._patience;
  }

  private set(change: Partial<ITraceState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: ITraceState = {
    path: null,
    everywhere: false,
    pinned: null,
    submissions: [],
    total: 0,
    elsewhere: null,
    view: null,
    cards: {},
    read: false,
    explain: true,
    busy: false,
    error: null
  };

  private _restored: Partial<ISaved> = {};
  private _question = '';
  private _first: string | null = null;
  private _reading: Promise<void> | null = null;
  private _again = false;
  private _visible = false;
  private _disposed = false;
  private _patience: number = PACE.news[0];
  private _newsAt = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _mine = new Set<string>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _stepChanged = new Signal<this, IChange>(this);
}
