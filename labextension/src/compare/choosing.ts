import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, HistoryQuery, TraceList, TraceSummary, TraceView } from '../wire';

/** The part of the client that is needed here. */
export interface IChoosingClient {
  list(query: HistoryQuery): Promise<TraceList>;
}

export interface IChoosingState {
  readonly text: string;
  readonly busy: boolean;
  /** The other attempts at the same contribution, the latest first. */
  readonly attempts: readonly TraceSummary[];
  /** What the project accepted, of whomever. */
  readonly accepted: readonly TraceSummary[];
  /** What was looked for, while something is. */
  readonly found: readonly TraceSummary[];
  readonly error: ErrorRecord | null;
}

/** So many are offered of each kind; a word more finds others. */
const MANY = 12;

/** Offers what a submission could be compared with. */
export class ChoosingModel {
  constructor(
    private readonly client: IChoosingClient,
    private readonly view: TraceView
  ) {
    this._state = { ...this._state, attempts: attemptsOf(view) };
  }

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IChoosingState {
    return this._state;
  }

  /** Look for a text, or for what is offered without one. Only the last question counts. */
  async look(text: string): Promise<void> {
    const question = ++this._question;
    this.set({ text, busy: true });
    const { project } = this.view.trace;
    const wanted = text.trim();
    try {
      const page = await this.client.list(
        wanted ? { text: wanted, limit: MANY } : { verdict: 'accepted', project, limit: MANY }
      );
      if (question !== this._question) {
        return;
      }
      const known = new Set(wanted ? [] : this._state.attempts.map(item => item.id));
      const others = page.submissions.filter(
        item => item.id !== this.view.trace.id && !known.has(item.id)
      );
      this.set({
        busy: false,
        error: null,
        ...(wanted ? { found: others } : { found: [], accepted: others })
      });
    } catch (reason) {
      if (question === this._question) {
        this.set({ busy: false, error: recordOf(reason) });
      }
    }
  }

  private set(change: Partial<IChoosingState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _question = 0;
  private _state: IChoosingState = {
    text: '',
    busy: false,
    attempts: [],
    accepted: [],
    found: [],
    error: null
  };
  private readonly _changed = new Signal<this, void>(this);
}

/** The two in the order in which they are read: of attempts the earlier one first. */
export function inOrder(view: TraceView, other: string): [left: string, right: string] {
  const mine = view.trace.id;
  const ids = (view.attempts ?? []).map(one => one.id);
  const earlier = ids.includes(other) && ids.indexOf(other) < ids.indexOf(mine);
  return earlier ? [other, mine] : [mine, other];
}

/** The attempt that a submission is best compared with: the one before it, or else the next. */
export function neighbour(view: TraceView): TraceSummary | null {
  const others = attemptsOf(view).filter(one => one.kind !== 'withdraw');
  const before = others.find(one => (one.attempt ?? 1) < (view.trace.attempt ?? 1));
  return view.trace.kind === 'withdraw' ? null : (before ?? others[others.length - 1] ?? null);
}

function attemptsOf({ attempts = [], trace }: TraceView): TraceSummary[] {
  return attempts
    .filter(one => one.id !== trace.id)
    .reverse()
    .map(one => ({
      ...one,
      title: '', // it may have had another: its number tells it apart
      project: trace.project,
      path: trace.source.path,
      step: null,
      sequence: 0
    }));
}
