import type { ErrorBody, ErrorRecord } from './wire';

/** A request that was refused, or never arrived: what happened, and what to do about it. */
export class Refusal extends Error {
  constructor(
    readonly record: ErrorRecord,
    /** The submission in which the refusal was recorded. */
    readonly submission: string | null = null,
    /** The HTTP status; 0 when there was no answer at all. */
    readonly status = 0
  ) {
    super(record.message);
  }

  /** Read the body of a refused request; `null` when it is not one of ours. */
  static read(body: unknown, status: number): Refusal | null {
    const { error, submission } = (body ?? {}) as Partial<ErrorBody>;
    return error && typeof error.message === 'string' && typeof error.code === 'string'
      ? new Refusal(error, submission ?? null, status)
      : null;
  }
}

/** Whatever was thrown, as something that can be shown. */
export function recordOf(reason: unknown): ErrorRecord {
  return reason instanceof Refusal
    ? reason.record
    : { code: 'unexpected', message: reason instanceof Error ? reason.message : String(reason) };
}
