import type { IDot, IScene, LaneKey } from './graph';

/** The width of a scene and the height of a lane, in pixels: it fits a panel of 300. */
export const WIDTH = 232;
export const LANE = 62;
/** Where lanes end; the pull request's arrow runs to the right of it. */
export const END = 210;

const COLUMN = 46;

/** The middle of a column. */
export function columnX(column: number): number {
  return 18 + column * COLUMN;
}

/** The height of a lane's line of commits. */
export function laneY(scene: IScene, key: LaneKey): number {
  const at = scene.lanes.findIndex(lane => lane.key === key);
  return at * LANE + 28;
}

/** The last dot of a lane before a dot, to be joined with it. */
export function dotBefore(scene: IScene, dot: IDot): IDot | null {
  const earlier = scene.dots.filter(one => one.lane === dot.lane && one.column < dot.column);
  return earlier.sort((one, other) => other.column - one.column)[0] ?? null;
}

/** As much of a text as fits into a width, at so many pixels a character. */
export function fit(text: string, width: number, perCharacter = 6): string {
  const room = Math.max(1, Math.floor(width / perCharacter));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
