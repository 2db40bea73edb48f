import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Refusal } from '../refusal';
import { traceView } from '../testing';
import type { Plan, PlanRequest, PlanView, Revision, StartRequest } from '../wire';
import { PreviewModel, REST } from './model';
import { placeOf, suggestionsOf } from './pointing';
import type { IPlanClient } from './state';

const chosen = {
  path: 'Analysis.ipynb',
  cells: [{ id: 'a', index: 2, type: 'code' as const, source: 'x = np.log' }],
  others: [{ id: 'b', index: 1, type: 'code' as const, source: 'import numpy as np' }]
};

const revision: Revision = {
  of: 'first',
  short_id: 'calm-otter',
  pull_request: { repository: 'ames/houses', number: 3 },
  same: true,
  why: 'It was rejected, and is still open.'
};

/** Proposes names the way the server does: what is empty is filled in. */
class Server implements IPlanClient {
  requests: PlanRequest[] = [];
  removed: string[] = [];
  refuse: Refusal | null = null;
  existing = false;
  revision: Revision | null = null;
  started: StartRequest[] = [];

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
    const attempt = this.revision && !body.fresh ? 2 : 1;
    const view = traceView({ id, status: 'planned', plan, attempt });
    return { view, existing: this.existing, revision: this.revision };
  }

  async start(id: string, body: StartRequest) {
    if (this.refuse) {
      throw this.refuse;
    }
    this.started.push(body);
    return traceView({ id: `start ${id}` });
  }

  async slice() {
    const text = 'import numpy as np\n\nx = np.log';
    return { text, lines: [] };
  }

  tried: string[] = [];

  async try(id: string) {
    this.tried.push(id);
    return { state: 'done' as const };
  }

  async trial() {
    return { state: 'done' as const };
  }

  async stopTrial() {
    return { state: 'cancelled' as const };
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

  it('tries once what is planned first, where that was asked for', async () => {
    const trying = new PreviewModel(server, chosen, { tries: true });
    await trying.plan();
    await trying.plan();
    expect(server.tried).toEqual(['plan1']);
    trying.dispose();
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
    const again = new PreviewModel(server, chosen, { draft: preview.draft });
    expect(again.draft.fields).toEqual({ title: 'Mine', branch: 'other' });
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

  it('stops before each step when that is wanted', async () => {
    await preview.plan();
    preview.setStepwise(true);
    await preview.start();
    expect(server.started).toEqual([{ stepwise: true }]);
    expect(new PreviewModel(server, chosen, { stepwise: true }).state.stepwise).toBe(true);
  });

  it('does not start what was submitted before', async () => {
    server.existing = true;
    await preview.plan();
    expect(preview.canStart).toBe(false);
  });
});

describe('a further attempt', () => {
  beforeEach(() => {
    server.revision = revision;
    preview = new PreviewModel(server, chosen, { revises: 'first' });
  });

  it('asks for what it revises, and leaves the names of the branch to the server', async () => {
    preview.type('branch', 'mine');
    await vi.advanceTimersByTimeAsync(REST);
    expect(server.requests[0]).toMatchObject({ revises: 'first', fresh: false });
    expect(preview.continuesBranch).toBe(true);
    preview.type('title', 'Mine');
    await vi.advanceTimersByTimeAsync(REST);
    expect(server.requests[1]).toMatchObject({ branch: '', title: 'Mine', revises: 'first' });
    expect(preview.state.fields.branch).toBe('me/area');
    expect(preview.state.attempt).toBe(2);
  });

  it('can become a pull request of its own, and back', async () => {
    await preview.plan();
    server.revision = null;
    await preview.setFresh(true);
    expect(server.requests[1]).toMatchObject({ revises: null, fresh: true });
    expect(preview.continuesBranch).toBe(false);
    expect(preview.state).toMatchObject({ revision, attempt: 2 });
    server.revision = revision;
    await preview.setFresh(false);
    expect(server.requests[2]).toMatchObject({ revises: 'first', fresh: false });
  });
});

describe('what was gathered', () => {
  const gathered = 'import numpy as np\n\nx = np.log';

  it('is sent when it is used, and not while it is being edited', async () => {
    await preview.plan();
    await preview.gathering.gather();
    expect(preview.canStart).toBe(false);
    preview.gathering.edit(`${gathered}2`);
    await preview.useText();
    expect(server.requests[1].text).toBe(`${gathered}2`);
    expect(preview.canStart).toBe(true);
    await preview.useCells();
    expect(server.requests[2].text).toBeNull();
    expect(preview.gathering.state.slice).toBeNull();
  });

  it('opens where it was refused', async () => {
    await preview.gathering.gather();
    const details = { line: 3, column: 4 };
    server.refuse = new Refusal({ code: 'syntax_error', message: 'No.', details });
    await preview.useText();
    expect(preview.gathering.state).toMatchObject({ phase: 'open', place: details });
  });

  it('takes suggested lines in where they can be seen', async () => {
    await preview.gathering.gather();
    await preview.useText();
    await preview.addLines(['import math']);
    expect(server.requests[1]).toMatchObject({ text: `import math\n${gathered}`, add_lines: [] });
  });

  it('is taken up again while the cell is the same', async () => {
    await preview.gathering.gather();
    preview.gathering.edit('x = 1');
    const { draft } = preview;
    expect(new PreviewModel(server, chosen, { draft }).gathering.state.text).toBe('x = 1');
    const changed = { ...chosen, cells: [{ ...chosen.cells[0], source: 'x = 2' }] };
    expect(new PreviewModel(server, changed, { draft }).gathering.state.phase).toBe('closed');
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
