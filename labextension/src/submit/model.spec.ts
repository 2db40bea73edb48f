import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Refusal } from '../refusal';
import { traceView } from '../testing';
import type { Plan, PlanRequest, PlanView } from '../wire';
import { IPlanClient, placeOf, PreviewModel, REST, suggestionsOf } from './model';

const chosen = {
  path: 'Analysis.ipynb',
  cells: [{ id: 'a', index: 2, type: 'code' as const, source: 'x = np.log' }],
  others: []
};

/** Proposes names the way the server does: what is empty is filled in. */
class Server implements IPlanClient {
  requests: PlanRequest[] = [];
  removed: string[] = [];
  refuse: Refusal | null = null;
  existing = false;

  async plan(body: PlanRequest): Promise<PlanView> {
    this.requests.push(body);
    if (this.refuse) {
      throw this.refuse;
    }
    const feature = body.feature || 'area';
    const plan = {
      feature,
      branch: body.branch || `me/${feature}`,
      title: body.title || `Add ${feature}`,
      body: body.body ?? `About ${feature}`
    } as Plan;
    const id = `plan${this.requests.length}`;
    return { view: traceView({ id, status: 'planned', plan }), existing: this.existing };
  }

  async act(id: string, action: string) {
    if (this.refuse) {
      throw this.refuse;
    }
    return traceView({ id: `${action} ${id}` });
  }

  async remove(id: string) {
    this.removed.push(id);
  }
}

let server: Server;
let preview: PreviewModel;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  preview = new PreviewModel(server, chosen);
});

afterEach(() => {
  preview.dispose();
  vi.useRealTimers();
});

describe('PreviewModel', () => {
  it('shows what the server proposes', async () => {
    expect(preview.canStart).toBe(false);
    await preview.plan();
    expect(preview.canStart).toBe(true);
    expect(preview.state.fields).toEqual({
      feature: 'area',
      branch: 'me/area',
      title: 'Add area',
      body: 'About area'
    });
  });

  it('plans again when typing rests, in place of the last plan', async () => {
    await preview.plan();
    preview.type('feature', 'lo');
    preview.type('feature', 'lot');
    expect(preview.canStart).toBe(false);
    await vi.advanceTimersByTimeAsync(REST);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]).toMatchObject({ feature: 'lot', branch: '', replaces: 'plan1' });
    expect(preview.state.fields.branch).toBe('me/lot');
    expect(preview.canStart).toBe(true);
  });

  it('never loses what was typed', async () => {
    await preview.plan();
    preview.type('title', 'Mine');
    await vi.advanceTimersByTimeAsync(REST);
    server.refuse = new Refusal({ code: 'branch_taken', message: 'Taken.' }, 'r1');
    preview.type('branch', 'main');
    await vi.advanceTimersByTimeAsync(REST);
    expect(preview.state.phase).toBe('refused');
    expect(preview.state.fields).toMatchObject({ title: 'Mine', branch: 'main' });
    server.refuse = null;
    preview.type('branch', 'other');
    await vi.advanceTimersByTimeAsync(REST);
    expect(preview.state.fields).toMatchObject({ title: 'Mine', branch: 'other' });
    expect(new PreviewModel(server, chosen, preview.typed).typed).toEqual({
      title: 'Mine',
      branch: 'other'
    });
  });

  it('can send an empty description', async () => {
    preview.type('body', '');
    await vi.advanceTimersByTimeAsync(REST);
    expect(server.requests[0].body).toBe('');
    expect(preview.state.fields.body).toBe('');
  });

  it('forgets the refusal of something half typed, and keeps that of the cell', async () => {
    server.refuse = new Refusal({ code: 'empty_cell', message: 'Empty.' }, 'cell');
    await preview.plan();
    server.refuse = new Refusal({ code: 'branch_malformed', message: 'No.' }, 'half');
    preview.type('branch', 'foo/');
    await vi.advanceTimersByTimeAsync(REST);
    expect(server.removed).toEqual([]);
    server.refuse = new Refusal({ code: 'branch_malformed', message: 'No.' }, 'more');
    preview.type('branch', 'foo/.');
    await vi.advanceTimersByTimeAsync(REST);
    server.refuse = null;
    preview.type('branch', 'foo/a');
    await vi.advanceTimersByTimeAsync(REST);
    expect(server.removed).toEqual(['half', 'more']);
  });

  it('adds suggested lines and plans with them', async () => {
    await preview.addLines(['import numpy as np']);
    await preview.addLines(['import numpy as np']);
    expect(preview.state.addedLines).toEqual(['import numpy as np']);
    expect(server.requests[1].add_lines).toEqual(['import numpy as np']);
  });

  it('starts the plan that is shown', async () => {
    expect(await preview.start()).toBeNull();
    await preview.plan();
    expect((await preview.start())?.trace.id).toBe('start plan1');
  });

  it('stays open with the reason when the start is refused', async () => {
    await preview.plan();
    server.refuse = new Refusal({ code: 'base_moved', message: 'It moved.' });
    expect(await preview.start()).toBeNull();
    expect(preview.state.error?.code).toBe('base_moved');
    expect(preview.canStart).toBe(false);
  });

  it('does not start what was submitted before', async () => {
    server.existing = true;
    await preview.plan();
    expect(preview.canStart).toBe(false);
  });
});

describe('what a refusal points at', () => {
  it('is a line that another cell has', () => {
    const details = {
      names: [{ name: 'np', suggestions: [{ line: 'import numpy as np', cell_index: 2 }] }]
    };
    expect(suggestionsOf({ code: 'undefined_name', message: '', details })).toEqual([
      { line: 'import numpy as np', first: 'import numpy as np', cellNumber: 3 }
    ]);
    expect(suggestionsOf(null)).toEqual([]);
  });

  it('is a place', () => {
    const error = { code: 'syntax_error', message: '', details: { line: 3, column: 7 } };
    expect(placeOf(error)).toEqual({ line: 3, column: 7 });
    expect(placeOf({ code: 'empty_cell', message: '' })).toBeNull();
  });
});
