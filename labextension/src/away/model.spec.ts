import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal';
import { traceView } from '../testing';
import type { ImportView, RebuildRequest } from '../wire';
import { ImportModel } from './model';
import { fileName } from './saving';

/** A server that reads in everything but what is called bad. */
class Server {
  asked: string[] = [];

  async importBundle(content: Blob): Promise<ImportView> {
    const name = (content as File).name;
    this.asked.push(name);
    if (name === 'bad') {
      throw new Refusal({ code: 'bundle_cut', message: 'It is cut off.' });
    }
    return { view: traceView({ id: name }), known: false, digest: '', remarks: [] };
  }

  async rebuild(body: RebuildRequest): Promise<ImportView> {
    this.asked.push(JSON.stringify(body));
    if (body.branch === 'bad') {
      throw new Refusal({ code: 'branch_missing', message: 'There is no such branch.' });
    }
    return { view: traceView({ id: 'rebuilt' }), known: false, digest: '', remarks: [] };
  }
}

const file = (name: string): File => new File(['x'], name);

describe('ImportModel', () => {
  it('reads in one after the other, and passes over what is refused', async () => {
    const server = new Server();
    const importing = new ImportModel(server);
    await importing.files([file('one'), file('bad'), file('two')]);
    expect(server.asked).toEqual(['one', 'bad', 'two']);
    const { busy, read } = importing.state;
    expect(busy).toBe(false);
    expect(read.map(one => one.found?.view.trace.id ?? one.error?.code)).toEqual([
      'one',
      'bundle_cut',
      'two'
    ]);
  });

  it('rebuilds a pull request or a branch, and says why not', async () => {
    const server = new Server();
    const importing = new ImportModel(server);
    await importing.pullRequest('ames/houses#12');
    expect(importing.state.read.map(one => one.found?.view.trace.id)).toEqual(['rebuilt']);
    await importing.branch('work', 'bad');
    expect(importing.state.read.map(one => [one.name, one.error?.code])).toEqual([
      ['bad', 'branch_missing']
    ]);
    expect(server.asked).toEqual([
      '{"pull_request":"ames/houses#12"}',
      '{"folder":"work","branch":"bad"}'
    ]);
  });

  it('says what it found so far, and is busy meanwhile', async () => {
    const importing = new ImportModel(new Server());
    const seen: [boolean, number][] = [];
    importing.changed.connect(() => seen.push([importing.state.busy, importing.state.read.length]));
    await importing.files([file('one'), file('two')]);
    expect(seen).toEqual([
      [true, 0],
      [true, 1],
      [true, 2],
      [false, 2]
    ]);
  });

  it('forgets what was read before, and does one thing at a time', async () => {
    const server = new Server();
    const importing = new ImportModel(server);
    const first = importing.files([file('one')]);
    await importing.files([file('two')]);
    await first;
    expect(server.asked).toEqual(['one']);
    await importing.files([file('three')]);
    expect(importing.state.read.map(one => one.name)).toEqual(['three']);
  });
});

describe('fileName', () => {
  it('is the name that the answer gives', () => {
    expect(fileName('attachment; filename="calm-otter-4217.assemble"', 'x')).toBe(
      'calm-otter-4217.assemble'
    );
  });

  it('is never a path', () => {
    expect(fileName('attachment; filename="../../x"', 'other')).toBe('other');
    expect(fileName(null, 'other')).toBe('other');
  });
});
