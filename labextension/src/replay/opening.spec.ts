import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal';
import { replay } from '../testing';
import type { Replay } from '../wire';
import { OpenedReplay } from './opening';

/** A server that answers when the test says so. */
class Server {
  replay(id: string): Promise<Replay> {
    return new Promise((give, refuse) => {
      this.asked[id] = { give, refuse };
    });
  }

  asked: Record<string, { give: (one: Replay) => void; refuse: (why: unknown) => void }> = {};
}

describe('what is played in the panel', () => {
  it('is nothing, then being read, then there, then nothing again', async () => {
    const server = new Server();
    const opened = new OpenedReplay(server);
    expect(opened.state.id).toBeNull();
    const reading = opened.open('one');
    expect(opened.state).toEqual({ id: 'one', replay: null, error: null });
    const played = replay();
    server.asked.one.give(played);
    await reading;
    expect(opened.state).toEqual({ id: 'one', replay: played, error: null });
    opened.close();
    expect(opened.state.id).toBeNull();
  });

  it('is a refusal with what to do', async () => {
    const server = new Server();
    const opened = new OpenedReplay(server);
    const reading = opened.open('one');
    server.asked.one.refuse(new Refusal({ code: 'trace_not_found', message: 'There is none.' }));
    await reading;
    expect(opened.state).toMatchObject({ id: 'one', error: { code: 'trace_not_found' } });
  });

  it('is the last that was opened, whatever was read last', async () => {
    const server = new Server();
    const opened = new OpenedReplay(server);
    const readings = [opened.open('one'), opened.open('two')];
    server.asked.two.give(replay());
    server.asked.one.give(replay());
    await Promise.all(readings);
    expect(opened.state).toMatchObject({ id: 'two' });
    const late = opened.open('three');
    opened.close();
    server.asked.three.give(replay());
    await late;
    expect(opened.state.id).toBeNull();
  });
});
