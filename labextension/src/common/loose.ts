/** Values of JSON that somebody else wrote: what is not as expected is as if it were not there. */

export type Loose = Record<string, unknown>;

/** Beyond this a number is no measurement, and would leave any picture. */
const MOST = 1e15;

export function object(value: unknown): Loose | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Loose)
    : null;
}

export function list(value: unknown): Loose[] {
  return Array.isArray(value) ? value.map(object).filter(item => item !== null) : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) <= MOST ? value : null;
}

export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(number).filter(item => item !== null) : [];
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text).filter(Boolean) : [];
}

/** The texts of an object, by their names. */
export function pairs(value: unknown): [string, string][] {
  return Object.entries(object(value) ?? {}).map(([name, one]) => [name, String(one)]);
}
