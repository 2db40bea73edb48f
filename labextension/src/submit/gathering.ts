import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, SliceRequest, SliceView } from '../wire';
import type { IPlace } from './pointing';

/** The part of the client that this model needs. */
export interface ISliceClient {
  slice(body: SliceRequest): Promise<SliceView>;
}

export interface IGatheringState {
  /** `open` is while the gathered text is in the editor, and not yet what will be sent. */
  readonly phase: 'closed' | 'gathering' | 'open';
  readonly slice: SliceView | null;
  /** The text in the editor. */
  readonly text: string;
  /** Where the text was refused. */
  readonly place: IPlace | null;
  readonly error: ErrorRecord | null;
}

/** What the chosen cells need from the others, and what the learner makes of it. */
export class Gathering {
  constructor(
    private readonly client: ISliceClient,
    private readonly chosen: SliceRequest,
    kept: IGatheringState | null = null
  ) {
    this._state = kept ?? EMPTY;
    if (this._state.phase === 'gathering') {
      this._state = { ...this._state, phase: 'closed' };
    }
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IGatheringState {
    return this._state;
  }

  /** Ask which lines are needed, and open the editor with them. */
  async gather(): Promise<void> {
    if (this._state.phase === 'gathering') {
      return;
    }
    const { phase } = this._state;
    this.set({ phase: 'gathering', error: null });
    try {
      const slice = await this.client.slice(this.chosen);
      this.set({ phase: 'open', slice, text: slice.text, place: null });
    } catch (reason) {
      this.set({ phase, error: recordOf(reason) });
    }
  }

  /** Open the editor again, at a place if there is one to point at. */
  open(place: IPlace | null = null): void {
    this.set({ phase: 'open', place });
  }

  edit(text: string): void {
    this.set({ text, place: null });
  }

  /** Put lines in front of the text. */
  prepend(lines: readonly string[]): void {
    this.set({ text: [...lines, this._state.text].join('\n'), place: null });
  }

  close(): void {
    this.set({ phase: 'closed', place: null, error: null });
  }

  /** Forget what was gathered. */
  clear(): void {
    this.set(EMPTY);
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private set(change: Partial<IGatheringState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: IGatheringState;
  private readonly _changed = new Signal<this, void>(this);
}

const EMPTY: IGatheringState = {
  phase: 'closed',
  slice: null,
  text: '',
  place: null,
  error: null
};
