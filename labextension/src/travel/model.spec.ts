import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal';
import type { Sandbox, SandboxCheck } from '../wire';
import { IPlaces, Sandboxes } from './model';

const SANDBOX: Sandbox = {
  id: 'calm-otter-push',
  step: 'push',
  directory: '/home/ada/assemble-sandboxes/calm-otter-push/houses',
  path: 'assemble-sandboxes/calm-otter-push/houses',
  goal: 'Send the branch.',
  lines: [],
  whole: true
};

/** A server that has one sandbox, or none. */
class Server {
  there = false;

  async openSandbox(id: string, step: string): Promise<Sandbox> {
    this.asked.push(`open ${id} ${step}`);
    this.there = true;
    return SANDBOX;
  }

  async checkSandbox(id: string, step: string): Promise<SandboxCheck> {
    this.asked.push(`check ${id} ${step}`);
    if (!this.there) {
      throw new Refusal({ code: 'sandbox_missing', message: 'There is none.' });
    }
    return { done: false, sentence: 'Not yet.', findings: [] };
  }

  async closeSandbox(id: string, step: string): Promise<void> {
    this.asked.push(`close ${id} ${step}`);
    this.there = false;
  }

  readonly asked: string[] = [];
}

/** Ways that note where somebody went. */
function places(enter: () => Promise<boolean>, went: string[] = []): IPlaces {
  return {
    enter: path => (went.push(`to ${path}`), enter()),
    leave: async folder => void went.push(`from ${folder}`)
  };
}

describe('a sandbox', () => {
  it('is opened, gone to, judged and closed', async () => {
    const server = new Server();
    const sandboxes = new Sandboxes(
      server,
      places(async () => true, server.asked)
    );
    const model = sandboxes.of('one', 'push');
    expect(model.state.sandbox).toBeNull();
    const opening = model.open();
    expect(model.state.busy).toBe('open');
    await opening;
    expect(model.state).toMatchObject({ sandbox: SANDBOX, terminal: true, busy: null });
    await model.check();
    expect(model.state.check?.sentence).toBe('Not yet.');
    await model.close();
    expect(server.asked).toEqual([
      'open one push',
      'to assemble-sandboxes/calm-otter-push/houses',
      'check one push',
      'from assemble-sandboxes/calm-otter-push', // before it is gone
      'close one push'
    ]);
    expect(model.state).toMatchObject({ sandbox: null, check: null, busy: null });
  });

  it('is there without a terminal where Lab has none', async () => {
    const model = new Sandboxes(
      new Server(),
      places(async () => false)
    ).of('one', 'push');
    await model.open();
    expect(model.state).toMatchObject({ sandbox: SANDBOX, terminal: false, error: null });
    const failing = new Sandboxes(
      new Server(),
      places(() => Promise.reject(new Error('No.')))
    );
    await failing.of('one', 'push').open();
    expect(failing.of('one', 'push').state).toMatchObject({ terminal: false, error: null });
  });

  it('that somebody deleted can be opened again', async () => {
    const server = new Server();
    const model = new Sandboxes(
      server,
      places(async () => true)
    ).of('one', 'push');
    await model.open();
    server.there = false;
    await model.check();
    expect(model.state).toMatchObject({ sandbox: null, error: { code: 'sandbox_missing' } });
    await model.open();
    expect(model.state).toMatchObject({ sandbox: SANDBOX, error: null });
  });

  it('is one for each step of each submission', () => {
    const sandboxes = new Sandboxes(
      new Server(),
      places(async () => true)
    );
    expect(sandboxes.of('one', 'push')).toBe(sandboxes.of('one', 'push'));
    expect(sandboxes.of('one', 'push')).not.toBe(sandboxes.of('one', 'commit'));
    expect(sandboxes.of('one', 'push')).not.toBe(sandboxes.of('two', 'push'));
  });
});
