import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, TrialRequest, TrialView } from '../wire';

/** How long to wait between two looks at a trial that runs, in milliseconds. */
export const POLL = 500;

/** The part of the client that this model needs. */
export interface ITrialClient {
  try(id: string, body: TrialRequest): Promise<TrialView>;
  trial(id: string): Promise<TrialView>;
  stopTrial(id: string): Promise<TrialView>;
}

export interface ITryingState {
  /** The trial of the plan that is shown; `null` before it is asked for. */
  readonly trial: TrialView | null;
  /** Why the server could not be asked. */
  readonly error: ErrorRecord | null;
}

/** One plan's trial: started, looked at until it is over, and stopped when asked. */
export class Trying {
  constructor(private readonly client: ITrialClient) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): ITryingState {
    return this._state;
  }

  get running(): boolean {
    return this._state.trial?.state === 'running';
  }

  /**
   * The plan that is shown is this one now. The server knows whether what was found about the
   * last one still holds: a new title changes nothing about the feature.
   */
  about(plan: string): Promise<void> {
    if (plan === this._plan) {
      return Promise.resolve();
    }
    this._plan = plan;
    const { trial } = this._state;
    return trial ? this.look(() => this.client.trial(plan)) : Promise.resolve();
  }

  /** Try the plan. `network` lets the project's own code fetch its data. */
  start(network = false): Promise<void> {
    const plan = this._plan;
    if (plan === null || this.running) {
      return Promise.resolve();
    }
    this.set({ trial: { state: 'running' }, error: null });
    return this.look(() => this.client.try(plan, { network }));
  }

  /** Stop it; what is known by then stays in sight. */
  stop(): Promise<void> {
    const plan = this._plan;
    return plan !== null && this.running
      ? this.look(() => this.client.stopTrial(plan))
      : Promise.resolve();
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._ticket++;
    Signal.clearData(this);
  }

  /** Take an answer, and ask again later while the trial runs. */
  private async look(ask: () => Promise<TrialView>): Promise<void> {
    clearTimeout(this._timer);
    const ticket = ++this._ticket;
    try {
      const trial = await ask();
      if (ticket === this._ticket) {
        this.set({ trial: trial.state === 'untried' ? null : trial, error: null });
        this.wait();
      }
    } catch (reason) {
      if (ticket === this._ticket) {
        this.set({ trial: null, error: recordOf(reason) });
      }
    }
  }

  private wait(): void {
    const plan = this._plan;
    if (plan !== null && this.running) {
      this._timer = setTimeout(() => void this.look(() => this.client.trial(plan)), POLL);
    }
  }

  private set(state: ITryingState): void {
    this._state = state;
    this._changed.emit();
  }

  private _state = UNTRIED;
  private _plan: string | null = null;
  private _ticket = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
}

const UNTRIED: ITryingState = { trial: null, error: null };
