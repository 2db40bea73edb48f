import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { TraceModel } from '../trace/model';
import type { ErrorRecord, HistoryQuery, TraceList, TraceSummary } from '../wire';
import { asked, IFilters, NO_FILTERS } from './query';

/** The part of the client that is needed here. */
export interface IHistoryClient {
  list(query: HistoryQuery): Promise<TraceList>;
}

export interface IHistoryState {
  /** Whether somebody looks. */
  readonly open: boolean;
  readonly filters: IFilters;
  readonly items: readonly TraceSummary[];
  readonly total: number;
  /** Where the next page begins; `null` after the last. */
  readonly next: string | null;
  /** All that there are to choose from. */
  readonly projects: readonly string[];
  readonly errors: readonly string[];
  /** Whether what is shown answers what is asked. */
  readonly read: boolean;
  readonly busy: boolean;
  readonly error: ErrorRecord | null;
}

const PAGE = 20;
/** As many as the server gives at once. Of a longer list, the beginning is not read again. */
const MOST = 200;
/** How long to wait for the next key before asking, in milliseconds. */
const TYPING = 200;

/** The past submissions that a person looks for. It reads only while somebody looks. */
export class HistoryModel {
  constructor(
    private readonly client: IHistoryClient,
    private readonly traces: TraceModel
  ) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IHistoryState {
    return this._state;
  }

  /** Whether nothing is looked for but what there is. */
  get isWhole(): boolean {
    return Object.values(this._state.filters).every(value => value === '');
  }

  /** Begin or end to look. What happens meanwhile is shown too. */
  setOpen(open: boolean): void {
    if (open === this._state.open) {
      return;
    }
    this.set({ open });
    if (open) {
      this._seen = this.stamp;
      this.traces.changed.connect(this.follow, this);
      void this.refresh();
    } else {
      clearTimeout(this._typing);
      this.traces.changed.disconnect(this.follow, this);
    }
  }

  /** Look for something else. A text is asked for once no more keys are pressed. */
  look(change: Partial<IFilters>): void {
    this._question++; // an answer that is on its way is one to another question
    this.set({ filters: { ...this._state.filters, ...change }, read: false });
    clearTimeout(this._typing);
    if ('text' in change && change.text !== '') {
      this._typing = setTimeout(() => void this.refresh(), TYPING);
    } else {
      void this.refresh();
    }
  }

  /** Look for everything again. */
  clear(): void {
    this.look(NO_FILTERS);
  }

  /** Read what is shown again. Only the answer to the latest question counts. */
  async refresh(): Promise<void> {
    const length = this._state.read ? this._state.items.length : 0;
    const limit = Math.min(Math.max(length, PAGE), MOST);
    await this.ask({ limit }, ({ submissions }) => submissions);
  }

  /** Read the next page. */
  async more(): Promise<void> {
    const { next, items } = this._state;
    if (next !== null) {
      await this.ask({ limit: PAGE, after: next }, ({ submissions }) => {
        const ids = new Set(items.map(item => item.id));
        return [...items, ...submissions.filter(item => !ids.has(item.id))];
      });
    }
  }

  private async ask(
    query: HistoryQuery,
    join: (page: TraceList) => readonly TraceSummary[]
  ): Promise<void> {
    const question = ++this._question;
    const { path, everywhere } = this.traces.state;
    this.set({ busy: true });
    let answer: Partial<IHistoryState>;
    try {
      const page = await this.client.list({
        ...asked(this._state.filters, everywhere ? null : path),
        ...query
      });
      const { total, next = null, projects = [], errors = [] } = page;
      answer = { items: join(page), total, next, projects, errors, read: true, error: null };
    } catch (reason) {
      answer = { error: recordOf(reason) };
    }
    if (question === this._question) {
      this.set({ ...answer, busy: false });
    }
  }

  /** Read again once the panel has seen that something is new, gone, or elsewhere. */
  private follow(): void {
    const stamp = this.stamp;
    if (stamp !== this._seen) {
      const [here, before] = [place(stamp), place(this._seen)];
      this._seen = stamp;
      if (here !== before) {
        this.look({});
      } else if (this._state.items.length <= MOST) {
        void this.refresh();
      }
    }
  }

  private get stamp(): string {
    const { path, everywhere, submissions, total, view } = this.traces.state;
    const lines = submissions.map(item => [item.id, item.sequence, item.shelf]);
    const shown = [view?.trace.id, view?.trace.sequence, view?.shelf];
    return JSON.stringify([everywhere ? null : path, total, shown, lines]);
  }

  private set(change: Partial<IHistoryState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: IHistoryState = {
    open: false,
    filters: NO_FILTERS,
    items: [],
    total: 0,
    next: null,
    projects: [],
    errors: [],
    read: false,
    busy: false,
    error: null
  };
  private _seen = '[]';
  private _question = 0;
  private _typing: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
}

/** Which notebook a stamp is about. */
function place(stamp: string): unknown {
  return (JSON.parse(stamp) as unknown[])[0];
}
