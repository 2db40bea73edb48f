import { beforeEach, describe, expect, it } from 'vitest';

import { replay } from '../testing';
import { IFrames, PlayerModel } from './model';

/** Frames that come when the test says so. */
class Frames implements IFrames {
  request(draw: (milliseconds: number) => void): number {
    this.waiting = draw;
    return 1;
  }

  cancel(): void {
    this.waiting = null;
  }

  /** Let so many seconds pass, a frame every tenth of one; the first frame only sets the time. */
  pass(seconds: number): void {
    for (let frame = 0; frame <= Math.round(seconds * 10); frame++) {
      this.now += frame === 0 ? 0 : 100;
      const draw = this.waiting;
      this.waiting = null;
      draw?.(this.now);
    }
  }

  waiting: ((milliseconds: number) => void) | null = null;
  now = 5000;
}

let frames: Frames;
let player: PlayerModel;

beforeEach(() => {
  frames = new Frames();
  player = new PlayerModel(replay(), frames);
});

describe('a player', () => {
  it('moves on while it plays, and stands while it does not', () => {
    frames.pass(1);
    expect(player.position).toBe(0);
    player.play();
    frames.pass(3);
    expect(player.position).toBeCloseTo(3);
    player.pause();
    frames.pass(1);
    expect(player.position).toBeCloseTo(3);
    expect(player.state).toMatchObject({ index: 3, playing: false });
  });

  it('plays at the speed that was chosen', () => {
    player.setSpeed(4);
    player.play();
    frames.pass(2);
    expect(player.position).toBeCloseTo(8);
  });

  it('ends at the end, and begins again from the start', () => {
    player.seek(11.8);
    player.play();
    frames.pass(1);
    expect(player.position).toBe(12);
    expect(player.state).toMatchObject({ over: true, playing: false, index: 7 });
    player.toggle();
    expect(player.position).toBe(0);
    expect(player.state).toMatchObject({ over: false, playing: true });
  });

  it('leaps no further than a quarter of a second after it was out of sight', () => {
    player.play();
    frames.pass(0);
    frames.now += 60_000;
    frames.pass(0);
    expect(player.position).toBeCloseTo(0.25);
  });

  it('stops exactly at each mark where that is wanted, and goes on from there', () => {
    player.setPausing(true);
    player.setSpeed(8);
    player.play();
    frames.pass(5);
    expect(player.position).toBe(2);
    expect(player.state.playing).toBe(false);
    player.play();
    frames.pass(5);
    expect(player.position).toBe(10);
    player.play();
    frames.pass(5);
    expect(player.state.over).toBe(true);
  });

  it('jumps from mark to mark, and no further than its ends', () => {
    const places: number[] = [];
    for (let press = 0; press < 4; press++) {
      player.next();
      places.push(player.position);
    }
    for (let press = 0; press < 4; press++) {
      player.previous();
      places.push(player.position);
    }
    expect(places).toEqual([2, 10, 12, 12, 10, 2, 0, 0]);
  });

  it('jumps to the mark before one that it has only just played', () => {
    player.seek(2);
    player.play();
    frames.pass(0.3);
    player.previous();
    expect(player.position).toBe(0);
    player.pause();
    player.seek(2.3);
    player.previous();
    expect(player.position).toBe(2);
  });

  it('goes to no place that is not in it', () => {
    player.seek(-3);
    expect(player.position).toBe(0);
    player.seek(99);
    expect(player.position).toBe(12);
  });

  it('tells of each frame, but has its state replaced at moments only', () => {
    let [moved, changed] = [0, 0];
    player.moved.connect(() => moved++);
    player.play();
    player.changed.connect(() => changed++);
    frames.pass(1.9);
    expect(moved).toBe(20);
    expect(changed).toBe(1);
  });

  it('is over at once where nothing happened', () => {
    const empty = { ...replay(), moments: [], marks: [], duration: 0 };
    player = new PlayerModel(empty, frames);
    expect(player.state).toMatchObject({ index: -1, over: true });
    player.play();
    frames.pass(0.2);
    expect(player.state.playing).toBe(false);
  });
});
