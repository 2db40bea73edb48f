import type { ErrorRecord } from '../wire';

/** A line and a column, both counted from 1. */
export interface IPlace {
  line: number;
  column: number;
}

/** What would define an undefined name, and where it was found. */
export interface ISuggestion {
  /** One statement, which may go over several lines. */
  line: string;
  /** Its first line, to be shown. */
  first: string;
  /** The place of its cell in the notebook, counted from 1 as people do. */
  cellNumber: number;
}

/** The lines that an `undefined_name` refusal offers, each once. */
export function suggestionsOf(error: ErrorRecord | null): ISuggestion[] {
  const names = error?.details?.names;
  const found = new Map<string, ISuggestion>();
  for (const { suggestions } of Array.isArray(names) ? (names as IUndefined[]) : []) {
    for (const { line, cell_index } of suggestions ?? []) {
      found.set(line, { line, first: line.split('\n')[0], cellNumber: cell_index + 1 });
    }
  }
  return [...found.values()];
}

/** The line and column (1-based) that an error points at, if it does. */
export function placeOf(error: ErrorRecord | null): IPlace | null {
  const { line, column } = error?.details ?? {};
  return typeof line === 'number'
    ? { line, column: typeof column === 'number' ? column : 1 }
    : null;
}

interface IUndefined {
  suggestions?: { line: string; cell_index: number }[];
}
