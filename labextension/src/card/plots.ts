/** Where things stand in the card's pictures. All are 100 units wide and stretch to any width. */

import type { IBar } from './card';
import type { IGain, IMoment } from './report';

export const WIDTH = 100;

/** A stretch from `from` to `to`, in units. */
export interface ISpan {
  from: number;
  to: number;
}

export interface IBarPlot {
  statistic: ISpan;
  threshold: number | null;
  /** Where each shuffled copy stands, and the stretch that they all share. */
  copies: number[];
  chance: ISpan | null;
}

export interface IGainPlot {
  none: number;
  saved: number;
  interval: ISpan;
}

/** A point of a line; `y` counts from the top, from 0 to 1. */
export interface IPoint {
  x: number;
  y: number;
}

/** A function from values to units that leaves a little room at both ends. */
export function scale(values: number[]): (value: number) => number {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return value => round(2 + ((value - low) / span) * (WIDTH - 4));
}

export function barPlot({ statistic, threshold, noise }: IBar): IBarPlot {
  const copies = noise?.values ?? [];
  const lowest = noise ? Math.min(noise.mean, noise.highest, ...copies) : 0;
  const at = scale([0, statistic, threshold ?? 0, ...(noise ? [lowest, noise.highest] : [])]);
  return {
    statistic: span(at(0), at(statistic)),
    threshold: threshold === null ? null : at(threshold),
    copies: copies.map(at),
    chance: noise && span(at(lowest), at(noise.highest))
  };
}

export function gainPlot({ saved, low, high }: IGain): IGainPlot {
  const at = scale([0, saved, low, high]);
  return { none: at(0), saved: at(saved), interval: span(at(low), at(high)) };
}

/** The error as features came in, above zero, so that a small change looks small. */
export function historyPlot(moments: IMoment[]): IPoint[] {
  const most = Math.max(0, ...moments.map(one => one.error)) || 1;
  const at = scale([0, moments.length - 1]);
  return moments.map((one, index) => ({
    x: at(index),
    y: round(1 - Math.max(0, one.error) / most)
  }));
}

/** Bars that begin at a common zero. */
export function rankPlot(values: (number | null)[]): (ISpan | null)[] {
  const known = values.filter((value): value is number => value !== null);
  const at = scale([0, ...known]);
  return values.map(value => (value === null ? null : span(at(0), at(value))));
}

function span(one: number, other: number): ISpan {
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
