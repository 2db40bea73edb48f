import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Refusal } from '../refusal';
import type { TrialRequest, TrialView } from '../wire';
import { ITrialClient, POLL, Trying } from './trying';

/** Answers what it is told to, one answer a look. */
class Server implements ITrialClient {
  asked: string[] = [];
  answers: TrialView[] = [];
  refuse: Refusal | null = null;

  async try(id: string, body: TrialRequest) {
    return this.answer(`try ${id}${body.network ? ' with network' : ''}`);
  }

  async trial(id: string) {
    return this.answer(`look ${id}`);
  }

  async stopTrial(id: string) {
    this.asked.push(`stop ${id}`);
    return { state: 'cancelled' as const };
  }

  private answer(asked: string): TrialView {
    this.asked.push(asked);
    if (this.refuse) {
      throw this.refuse;
    }
    return this.answers.shift() ?? { state: 'running' };
  }
}

let server: Server;
let trying: Trying;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  trying = new Trying(server);
  void trying.about('plan1');
});

afterEach(() => {
  trying.dispose();
  vi.useRealTimers();
});

describe('a trial', () => {
  it('is looked at until it is over', async () => {
    server.answers = [
      { state: 'running', progress: 'Reading the data' },
      { state: 'running' },
      { state: 'done' }
    ];
    await trying.start();
    expect(trying.state.trial?.progress).toBe('Reading the data');
    await vi.advanceTimersByTimeAsync(5 * POLL);
    expect(trying.state.trial?.state).toBe('done');
    expect(server.asked).toEqual(['try plan1', 'look plan1', 'look plan1']);
  });

  it('is started once, however often it is pressed', async () => {
    const first = trying.start();
    await trying.start();
    await first;
    expect(server.asked).toEqual(['try plan1']);
  });

  it('may use the network where that is allowed', async () => {
    await trying.start(true);
    expect(server.asked).toEqual(['try plan1 with network']);
  });

  it('stops when asked, and is no longer looked at', async () => {
    await trying.start();
    await trying.stop();
    await vi.advanceTimersByTimeAsync(5 * POLL);
    expect(trying.state.trial?.state).toBe('cancelled');
    expect(server.asked).toEqual(['try plan1', 'stop plan1']);
  });

  it('is forgotten when the plan is about other code', async () => {
    await trying.start();
    server.answers = [{ state: 'untried' }];
    await trying.about('plan2');
    await vi.advanceTimersByTimeAsync(5 * POLL);
    expect(trying.state.trial).toBeNull();
    expect(server.asked).toEqual(['try plan1', 'look plan2']);
  });

  it('still holds when only the title is another one', async () => {
    await trying.start();
    server.answers = [{ state: 'running' }, { state: 'done' }];
    await trying.about('plan2');
    await vi.advanceTimersByTimeAsync(5 * POLL);
    expect(trying.state.trial?.state).toBe('done');
    expect(server.asked).toEqual(['try plan1', 'look plan2', 'look plan2']);
  });

  it('says why it could not be asked for', async () => {
    server.refuse = new Refusal({ code: 'nothing_to_do', message: 'It was sent already.' });
    await trying.start();
    expect(trying.state).toMatchObject({ trial: null, error: { code: 'nothing_to_do' } });
    expect(trying.running).toBe(false);
  });
});
