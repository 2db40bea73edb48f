import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, Sandbox, SandboxCheck } from '../wire';
import { above } from './paths';

/** The part of the client that is needed here. */
export interface ISandboxClient {
  openSandbox(id: string, step: string): Promise<Sandbox>;
  checkSandbox(id: string, step: string): Promise<SandboxCheck>;
  closeSandbox(id: string, step: string): Promise<void>;
}

/** The ways to and from a folder on the server. */
export interface IPlaces {
  /** Show a folder, and open a terminal in it; answers whether there is one. */
  enter(path: string): Promise<boolean>;
  /** Be nowhere in a folder that is about to go. */
  leave(folder: string): Promise<void>;
}

export interface ISandboxState {
  /** `null` while none is open. */
  readonly sandbox: Sandbox | null;
  /** What came of looking last; `null` where nobody looked yet. */
  readonly check: SandboxCheck | null;
  /** Whether a terminal was opened in it. */
  readonly terminal: boolean;
  readonly busy: 'open' | 'check' | 'close' | null;
  readonly error: ErrorRecord | null;
}

const NOTHING: ISandboxState = {
  sandbox: null,
  check: null,
  terminal: false,
  busy: null,
  error: null
};

/** One step of a submission, done by hand. */
export class SandboxModel {
  constructor(
    private readonly client: ISandboxClient,
    private readonly places: IPlaces,
    private readonly submission: string,
    private readonly step: string
  ) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): ISandboxState {
    return this._state;
  }

  /** Make the sandbox, or find the one that is there, and go to it. */
  open(): Promise<void> {
    return this.attempt('open', async () => {
      const sandbox = await this.client.openSandbox(this.submission, this.step);
      this.set({ sandbox, check: null });
      await this.go();
    });
  }

  /** Show its folder, and open a terminal in it. */
  async go(): Promise<void> {
    const path = this._state.sandbox?.path;
    if (path) {
      const terminal = await this.places.enter(path).catch(() => false);
      this.set({ terminal });
    }
  }

  /** Have it judged. */
  check(): Promise<void> {
    return this.attempt('check', async () => {
      this.set({ check: await this.client.checkSandbox(this.submission, this.step) });
    });
  }

  /** Delete it, with all that was done in it. */
  close(): Promise<void> {
    return this.attempt('close', async () => {
      const path = this._state.sandbox?.path;
      if (path) {
        await this.places.leave(above(path)).catch(() => undefined);
      }
      await this.client.closeSandbox(this.submission, this.step);
      this.set(NOTHING);
    });
  }

  private async attempt(busy: ISandboxState['busy'], work: () => Promise<void>): Promise<void> {
    this.set({ busy, error: null });
    try {
      await work();
    } catch (reason) {
      const error = recordOf(reason);
      this.set({ ...(error.code === 'sandbox_missing' ? NOTHING : {}), error });
    }
    this.set({ busy: null });
  }

  private set(change: Partial<ISandboxState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: ISandboxState = NOTHING;
  private readonly _changed = new Signal<this, void>(this);
}

/** The sandboxes of this page: they outlast the cards that show them. */
export class Sandboxes {
  constructor(
    private readonly client: ISandboxClient,
    private readonly places: IPlaces
  ) {}

  of(submission: string, step: string): SandboxModel {
    const name = `${submission} ${step}`;
    let found = this._known.get(name);
    if (!found) {
      found = new SandboxModel(this.client, this.places, submission, step);
      this._known.set(name, found);
    }
    return found;
  }

  private readonly _known = new Map<string, SandboxModel>();
}
