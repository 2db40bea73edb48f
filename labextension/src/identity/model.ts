import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, Identity, IdentityView, SignIn } from '../wire';

/** The part of the client that this model needs. */
export interface IIdentityClient {
  identity(): Promise<IdentityView>;
  signIn(body: SignIn): Promise<IdentityView>;
  signOut(): Promise<IdentityView>;
}

export interface IIdentityState {
  readonly identity: Identity | null;
  readonly error: ErrorRecord | null;
  readonly busy: boolean;
}

/** Who is signed in. The token itself passes through and is not kept here. */
export class IdentityModel {
  constructor(private readonly client: IIdentityClient) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IIdentityState {
    return this._state;
  }

  refresh(): Promise<boolean> {
    return this.ask(() => this.client.identity());
  }

  /** Sign in with a pasted token. An empty `api` is github.com. Says whether it worked. */
  signIn(token: string, api: string): Promise<boolean> {
    return this.ask(() => this.client.signIn({ token: token.trim(), api: api.trim() }));
  }

  /** Forget the token: the practice identity takes over. */
  signOut(): Promise<boolean> {
    return this.ask(() => this.client.signOut());
  }

  private async ask(request: () => Promise<IdentityView>): Promise<boolean> {
    this.set({ ...this._state, busy: true, error: null });
    try {
      const view = await request();
      this.set({ identity: view.identity, error: view.error ?? null, busy: false });
      return !view.error;
    } catch (reason) {
      this.set({ ...this._state, error: recordOf(reason), busy: false });
      return false;
    }
  }

  private set(state: IIdentityState): void {
    this._state = state;
    this._changed.emit();
  }

  private _state: IIdentityState = { identity: null, error: null, busy: false };
  private readonly _changed = new Signal<this, void>(this);
}
