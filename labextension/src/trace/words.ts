import type { TranslationBundle } from '@jupyterlab/translation';

import type { TraceSummary, TraceView } from '../wire';
import type { StepKey, StepStatus } from './reading';

/** The states that have an icon and a word of their own. */
export type Mark = StepStatus | 'later';

export function stepName(key: StepKey, trans: TranslationBundle): string {
  const names: Record<StepKey, string> = {
    lint: trans.__('Lint'),
    fork: trans.__('Fork'),
    branch: trans.__('Branch'),
    commit: trans.__('Commit'),
    push: trans.__('Push'),
    pull_request: trans.__('Pull request'),
    ci: trans.__('CI'),
    close: trans.__('Close'),
    delete_branch: trans.__('Delete branch')
  };
  return names[key];
}

/** Which of several a submission is; nothing for the first one. */
export function kindWord(
  { kind = 'submit', attempt = 1 }: Pick<TraceSummary, 'kind' | 'attempt'>,
  trans: TranslationBundle
): string {
  if (kind === 'withdraw') {
    return trans.__('withdrawal');
  }
  return attempt > 1 ? trans.__('attempt %1', attempt) : '';
}

/** As much of a commit id as people write. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}

export function markWord(mark: Mark, trans: TranslationBundle): string {
  const words: Record<Mark, string> = {
    pending: trans.__('pending'),
    running: trans.__('running'),
    paused: trans.__('paused'),
    waiting: trans.__('waiting'),
    passed: trans.__('passed'),
    failed: trans.__('failed'),
    skipped: trans.__('skipped'),
    cancelled: trans.__('cancelled'),
    interrupted: trans.__('interrupted'),
    later: trans.__('neutral')
  };
  return words[mark];
}

/** A whole submission in a mark and a word: its verdict if it has one, else its status. */
export function outcomeOf(
  { status, verdict, kind }: Pick<TraceSummary, 'status' | 'verdict' | 'kind'>,
  trans: TranslationBundle
): { mark: Mark; word: string } {
  if (kind === 'branch') {
    return { mark: 'skipped', word: trans.__('A branch, not submitted') };
  }
  if (kind === 'withdraw' && (status === 'submitted' || status === 'failed')) {
    return status === 'submitted'
      ? { mark: 'passed', word: trans.__('Withdrawn') }
      : { mark: 'failed', word: trans.__('Not withdrawn') };
  }
  if (status === 'submitted') {
    switch (verdict) {
      case 'accepted':
        return { mark: 'passed', word: trans.__('Accepted') };
      case 'rejected':
        return { mark: 'failed', word: trans.__('Rejected') };
      default:
        return { mark: 'passed', word: trans.__('Submitted') };
    }
  }
  switch (status) {
    case 'planned':
      return { mark: 'pending', word: trans.__('Planned') };
    case 'running':
      return { mark: 'running', word: trans.__('Running') };
    case 'paused':
      return { mark: 'paused', word: trans.__('Paused') };
    case 'waiting':
      return { mark: 'waiting', word: trans.__('Waiting') };
    case 'interrupted':
      return { mark: 'interrupted', word: trans.__('Interrupted') };
    case 'cancelled':
      return { mark: 'cancelled', word: trans.__('Cancelled') };
    case 'failed':
      return { mark: 'failed', word: trans.__('Not submitted') };
  }
}

/** An outcome's word, and what became of the pull request, if it was merged. */
export function withMerge(
  word: string,
  { trace, merged = null }: Pick<TraceView, 'trace' | 'merged'>,
  trans: TranslationBundle
): string {
  const { attempt = 1, verdict, status } = trace;
  if (merged === null || status !== 'submitted') {
    return word;
  }
  if (merged !== attempt) {
    return trans.__('%1; attempt %2 was merged', word, merged);
  }
  return verdict === 'rejected'
    ? trans.__('%1; its pull request was merged', word)
    : trans.__('%1 and merged', word);
}

/** GitHub's status and conclusion of a check run, as one mark. */
export function checkMark(status: string, conclusion: string | null): Mark {
  if (status !== 'completed') {
    return status === 'in_progress' ? 'running' : 'pending';
  }
  switch (conclusion) {
    case 'success':
      return 'passed';
    case 'neutral':
      return 'later';
    case 'skipped':
      return 'skipped';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'failed';
  }
}

/** A span of time, as short as it can be said. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Says of a line that it did not happen here, and whose it is; nothing where it did. */
export function importedWord(
  { imported, person }: Pick<TraceSummary, 'imported' | 'person'>,
  trans: TranslationBundle
): string {
  if (!imported) {
    return '';
  }
  return person ? trans.__('imported, from %1', person) : trans.__('imported');
}

/** The time between two moments of a record; `null` while one is missing. */
export function elapsed(from?: string | null, to?: string | null): string | null {
  return from && to ? duration(Math.max(0, Date.parse(to) - Date.parse(from))) : null;
}

/** A moment, in the reader's own way of writing dates. */
export function moment(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at)
  );
}

/** A moment to the second, in the reader's own way of writing times. */
export function clock(at: string): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(at));
}

/** A stranger's text inside a sentence: its marks of direction turn nothing around it. */
export function isolated(text: string): string {
  const kept = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
  return /^[ -~]*$/.test(kept) ? kept : `\u2068${kept}\u2069`; // ASCII has one direction
}

/** A measured number with as many digits as it deserves. */
export function figure(value: number): string {
  const digits = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return digits.replace(/^-/, '−');
}
