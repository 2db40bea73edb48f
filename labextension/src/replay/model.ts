import { ISignal, Signal } from '@lumino/signaling';

import type { Replay } from '../wire';
import { HAIR, isOver, momentAt } from './at';

/** How fast it can be played. */
export const SPEEDS = [0.5, 1, 2, 4, 8] as const;

/** The longest that one frame may stand for: a page that was out of sight leaps no further. */
const FRAME = 0.25;

/** How long after a mark, in seconds, `previous` still leads to the mark before it. */
const GRACE = 0.7;

/** Where frames come from: the browser, or a test. */
export interface IFrames {
  request(draw: (milliseconds: number) => void): number;
  cancel(frame: number): void;
}

const browserFrames: IFrames = {
  request: draw => requestAnimationFrame(draw),
  cancel: frame => cancelAnimationFrame(frame)
};

/** What changes seldom: drawn by React. The position, which changes with each frame, is not. */
export interface IPlayerState {
  /** The index of the last moment that has come; -1 before the first. */
  readonly index: number;
  /** Whether everything has been played. */
  readonly over: boolean;
  readonly playing: boolean;
  readonly speed: number;
  /** Whether it stops by itself at each mark. */
  readonly pausing: boolean;
}

/** Plays a submission: a position that moves on in played seconds. It runs nothing else. */
export class PlayerModel {
  constructor(
    readonly replay: Replay,
    private readonly frames: IFrames = browserFrames
  ) {
    this._state = { ...this.standing(), playing: false, speed: 1, pausing: false };
  }

  /** Emitted when `state` was replaced. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted when the position changed: with each frame, while it plays. */
  get moved(): ISignal<this, void> {
    return this._moved;
  }

  get state(): IPlayerState {
    return this._state;
  }

  /** Played seconds since the first moment. */
  get position(): number {
    return this._position;
  }

  /** Go on, or from the start again where everything has been played. */
  play(): void {
    if (this._state.playing) {
      return;
    }
    if (this._state.over) {
      this.move(0);
    }
    this._before = null;
    this.set({ playing: true });
    this._frame = this.frames.request(this.draw);
  }

  pause(): void {
    this.frames.cancel(this._frame);
    this.set({ playing: false });
  }

  toggle(): void {
    if (this._state.playing) {
      this.pause();
    } else {
      this.play();
    }
  }

  setSpeed(speed: number): void {
    this.set({ speed });
  }

  setPausing(pausing: boolean): void {
    this.set({ pausing });
  }

  /** Go to a played second. */
  seek(position: number): void {
    this.move(Math.min(this.replay.duration, Math.max(0, position)));
  }

  /** Jump to the next mark, or to the end after the last one. */
  next(): void {
    const next = this.replay.marks.find(mark => mark.played > this._position + HAIR);
    this.seek(next?.played ?? this.replay.duration);
  }

  /** Jump to the mark before; while it plays, one that has only just passed is left behind. */
  previous(): void {
    const grace = this._state.playing ? GRACE * this._state.speed : 0;
    const before = this.replay.marks.filter(mark => mark.played < this._position - grace - HAIR);
    this.seek(before[before.length - 1]?.played ?? 0);
  }

  dispose(): void {
    this.frames.cancel(this._frame);
    Signal.clearData(this);
  }

  private readonly draw = (milliseconds: number): void => {
    if (!this._state.playing) {
      return;
    }
    const passed = this._before === null ? 0 : (milliseconds - this._before) / 1000;
    this._before = milliseconds;
    const next = this._position + Math.min(passed, FRAME) * this._state.speed;
    const stop =
      this._state.pausing && this.replay.marks.find(mark => this.isBetween(mark.played, next));
    this.move(Math.min(stop ? stop.played : next, this.replay.duration));
    if (stop || this._state.over) {
      this.set({ playing: false });
    } else {
      this._frame = this.frames.request(this.draw);
    }
  };

  /** Whether the way to a position leads over another. */
  private isBetween(played: number, next: number): boolean {
    return played > this._position + HAIR && played <= next;
  }

  private move(position: number): void {
    this._position = position;
    const now = this.standing();
    if (now.index !== this._state.index || now.over !== this._state.over) {
      this.set(now);
    }
    this._moved.emit();
  }

  private standing(): Pick<IPlayerState, 'index' | 'over'> {
    return {
      index: momentAt(this.replay, this._position),
      over: isOver(this.replay, this._position)
    };
  }

  private set(change: Partial<IPlayerState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: IPlayerState;
  private _position = 0;
  private _frame = 0;
  /** When the frame before was drawn. */
  private _before: number | null = null;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _moved = new Signal<this, void>(this);
}
