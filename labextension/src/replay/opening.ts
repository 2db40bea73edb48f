import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, Replay } from '../wire';

/** The part of the client that is needed here. */
export interface IReplayClient {
  replay(id: string): Promise<Replay>;
}

export interface IOpened {
  /** The submission that is played in place of the one in view; `null` where none is. */
  readonly id: string | null;
  /** `null` until it has been read. */
  readonly replay: Replay | null;
  readonly error: ErrorRecord | null;
}

const NONE: IOpened = { id: null, replay: null, error: null };

/** Which submission is played in the panel. */
export class OpenedReplay {
  constructor(private readonly client: IReplayClient) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IOpened {
    return this._state;
  }

  /** Read a submission's replay and show it. */
  async open(id: string): Promise<void> {
    this.set({ ...NONE, id });
    let read: Partial<IOpened>;
    try {
      read = { replay: await this.client.replay(id) };
    } catch (reason) {
      read = { error: recordOf(reason) };
    }
    // Another one may have been opened meanwhile, or none wanted any more.
    if (this._state.id === id) {
      this.set({ ...NONE, id, ...read });
    }
  }

  close(): void {
    if (this._state.id !== null) {
      this.set(NONE);
    }
  }

  private set(state: IOpened): void {
    this._state = state;
    this._changed.emit();
  }

  private _state: IOpened = NONE;
  private readonly _changed = new Signal<this, void>(this);
}
