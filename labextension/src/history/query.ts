import type { Shelf } from '../client';
import type { StepKey } from '../trace/reading';
import type { HistoryQuery } from '../wire';

/** How submissions came out, as a person would sort them. */
export const OUTCOMES = {
  accepted: { verdict: 'accepted' },
  rejected: { verdict: 'rejected' },
  unjudged: { status: ['submitted'], verdict: 'none' },
  moving: { status: ['running', 'waiting'] },
  paused: { status: ['paused'] },
  interrupted: { status: ['interrupted'] },
  cancelled: { status: ['cancelled'] },
  failed: { status: ['failed'] }
} as const satisfies Record<string, HistoryQuery>;

export type OutcomeKey = keyof typeof OUTCOMES;

/** What a person looks for. Empty is not asked for. */
export interface IFilters {
  readonly text: string;
  readonly outcome: OutcomeKey | '';
  readonly step: StepKey | '';
  readonly error: string;
  readonly project: string;
  readonly shelf: Shelf | '';
}

export const NO_FILTERS: IFilters = {
  text: '',
  outcome: '',
  step: '',
  error: '',
  project: '',
  shelf: ''
};

/** The question to the server: of one notebook, or of all where there is no path. */
export function asked(filters: IFilters, path: string | null): HistoryQuery {
  const { text, outcome, step, error, project, shelf } = filters;
  const known = outcome === '' ? null : OUTCOMES[outcome];
  return {
    ...(known && { ...known, ...('status' in known && { status: [...known.status] }) }),
    text: text.trim(),
    path,
    step: step || null,
    error: error || null,
    project: project || null,
    shelf: shelf || null
  };
}

/** How many filters are set beside the text. */
export function howMany({ text: _, ...filters }: IFilters): number {
  return Object.values(filters).filter(Boolean).length;
}

/** A code of an error as words: `feature_rejected` is “Feature rejected”. */
export function spoken(code: string): string {
  const words = code.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
