import type { IStateDB } from '@jupyterlab/statedb';

import type { TraceModel } from '../trace/model';
import type { ISaved } from '../trace/state';

/** Where the panel's state is kept from one page load to the next. */
export interface IMemory {
  fetch(): Promise<Partial<ISaved> | undefined>;
  save(saved: ISaved): void;
}

const KEY = 'assemble-trace:panel';

/** Lab's own place, one for each workspace. */
export function workspaceMemory(state: IStateDB): IMemory {
  return {
    fetch: async () => (await state.fetch(KEY)) as Partial<ISaved> | undefined,
    save: saved => void state.save(KEY, { ...saved })
  };
}

/** The browser's place, for Notebook 7, whose state database ends with the page. */
export function browserMemory(baseUrl: string): IMemory {
  const key = `${KEY}:${baseUrl}`;
  return {
    fetch: async () => JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<ISaved>,
    save: saved => localStorage.setItem(key, JSON.stringify(saved))
  };
}

/** Bring back what was pinned and open before the page was loaded, and keep it from now on. */
export async function remember(model: TraceModel, memory: IMemory): Promise<void> {
  try {
    model.restore((await memory.fetch()) ?? {});
  } catch (reason) {
    console.warn('What was open in the submission panel could not be read.', reason);
  }
  let last = JSON.stringify(model.saved);
  model.changed.connect(() => {
    const next = JSON.stringify(model.saved);
    // Until the first answer there is nothing in view, and nothing new to keep.
    if (next !== last && model.state.read) {
      last = next;
      memory.save(model.saved);
    }
  });
}
