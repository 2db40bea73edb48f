import type { Action, Shelf } from '../client';
import type { Depth } from '../lessons/depths';
import type {
  ErrorRecord,
  HistoryQuery,
  Remark,
  TraceList,
  TraceSummary,
  TraceView
} from '../wire';

/** The part of the client that the model needs. */
export interface ITraceClient {
  list(query: HistoryQuery): Promise<TraceList>;
  get(id: string): Promise<TraceView>;
  remove(id: string): Promise<void>;
  shelve(id: string, shelf: Shelf): Promise<TraceView>;
  act(id: string, action: Action): Promise<TraceView>;
  remark(id: string, kind: 'comments' | 'reviews', body: Remark): Promise<TraceView>;
}

export interface ITraceState {
  /** The notebook in front, as a path on the server; `null` when there is none. */
  readonly path: string | null;
  /** Whether it is about every notebook's submissions. */
  readonly everywhere: boolean;
  /** The submission that stays in view whatever notebook is in front. */
  readonly pinned: string | null;
  /** The newest of them. */
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
  /** How deep pages explain (a setting), where no other depth was chosen on the page. */
  readonly depth: Depth;
  /** The depths that were chosen on pages, by kind and name such as `steps/push`. */
  readonly depths: Readonly<Record<string, Depth>>;
  readonly busy: boolean;
  readonly error: ErrorRecord | null;
}

/** What survives a reload. */
export interface ISaved {
  pinned: string | null;
  everywhere: boolean;
  submission: string | null;
  cards: Record<string, boolean>;
  depths: Record<string, Depth>;
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

/** Before anything was read. */
export const NOTHING: ITraceState = {
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
  depth: 'what',
  depths: {},
  busy: false,
  error: null
};

/** When to ask the forge for news: soon after something happened, then less and less often. */
export class Patience {
  /** Begin anew. */
  start(): void {
    this._pause = PACE.news[0];
    this._at = Date.now() + this._pause;
  }

  /** Whether it is time to ask. If so, the next time is set, further away. */
  due(): boolean {
    if (Date.now() < this._at) {
      return false;
    }
    this._pause = Math.min(this._pause * 2, PACE.news[1]);
    this._at = Date.now() + this._pause;
    return true;
  }

  /** Milliseconds until it is time to ask. */
  get left(): number {
    return Math.max(0, this._at - Date.now());
  }

  private _pause: number = PACE.news[0];
  private _at = 0;
}
