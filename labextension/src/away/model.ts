import { ISignal, Signal } from '@lumino/signaling';

import { recordOf } from '../refusal';
import type { ErrorRecord, ImportView, RebuildRequest } from '../wire';

/** The part of the client that is needed here. */
export interface IImportClient {
  importBundle(content: Blob): Promise<ImportView>;
  rebuild(body: RebuildRequest): Promise<ImportView>;
}

/** What came of reading one thing in: what was found, or why it was not read. */
export interface IRead {
  readonly name: string;
  readonly found: ImportView | null;
  readonly error: ErrorRecord | null;
}

export interface IImportState {
  readonly busy: boolean;
  readonly read: readonly IRead[];
}

/** Reads in what happened elsewhere, one thing after the other. */
export class ImportModel {
  constructor(private readonly client: IImportClient) {}

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IImportState {
    return this._state;
  }

  /** Read in the bundles in files. One that is refused does not keep out the others. */
  files(files: readonly File[]): Promise<void> {
    return this.take(files.map(file => [file.name, () => this.client.importBundle(file)]));
  }

  /** Rebuild a pull request that somebody made by hand, by its name or address. */
  pullRequest(name: string): Promise<void> {
    return this.take([[name, () => this.client.rebuild({ pull_request: name })]]);
  }

  /** Rebuild a branch of a repository in a folder. */
  branch(folder: string, branch: string): Promise<void> {
    return this.take([[branch, () => this.client.rebuild({ folder, branch })]]);
  }

  /** Read in things by their names; what was read before is said no more. */
  private async take(
    things: readonly [name: string, read: () => Promise<ImportView>][]
  ): Promise<void> {
    if (this._state.busy) {
      return;
    }
    this.set({ busy: true, read: [] });
    for (const [name, read] of things) {
      let found: ImportView | null = null;
      let error: ErrorRecord | null = null;
      try {
        found = await read();
      } catch (reason) {
        error = recordOf(reason);
      }
      this.set({ busy: true, read: [...this._state.read, { name, found, error }] });
    }
    this.set({ busy: false, read: this._state.read });
  }

  private set(state: IImportState): void {
    this._state = state;
    this._changed.emit();
  }

  private _state: IImportState = { busy: false, read: [] };
  private readonly _changed = new Signal<this, void>(this);
}
