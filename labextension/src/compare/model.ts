import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ComparisonView, ErrorRecord } from '../wire';

/** The part of the client that is needed here. */
export interface IComparisonClient {
  compare(left: string, right: string): Promise<ComparisonView>;
}

export interface IComparisonState {
  readonly busy: boolean;
  readonly found: ComparisonView | null;
  readonly error: ErrorRecord | null;
}

/** Two submissions beside each other, read again whenever somebody looks. */
export class ComparisonModel {
  constructor(
    private readonly client: IComparisonClient,
    readonly left: string,
    readonly right: string
  ) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IComparisonState {
    return this._state;
  }

  /** Read it. What was read before stays in sight until then. */
  async read(): Promise<void> {
    if (this._state.busy) {
      return;
    }
    this.set({ ...this._state, busy: true });
    try {
      const found = await this.client.compare(this.left, this.right);
      this.set({ busy: false, found, error: null });
    } catch (reason) {
      this.set({ ...this._state, busy: false, error: recordOf(reason) });
    }
  }

  private set(state: IComparisonState): void {
    this._state = state;
    this._changed.emit();
  }

  private _state: IComparisonState = { busy: false, found: null, error: null };
  private readonly _changed = new Signal<this, void>(this);
}
