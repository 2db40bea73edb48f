import React from 'react';

import { useEnv } from '../env';
import type { TraceView } from '../wire';
import { inOrder, neighbour } from './choosing';

/** Asks what to put beside a submission. */
export function CompareWith({ submission }: { submission: string }): JSX.Element {
  const { compare, trans } = useEnv();
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="compare"
      title={trans.__('Beside another attempt, or what somebody else submitted')}
      onClick={() => compare(submission)}
    >
      {trans.__('Compare with…')}
    </button>
  );
}

/** Puts an attempt beside the one before it, or the first one beside the next. */
export function CompareAttempts({ view }: { view: TraceView }): JSX.Element | null {
  const { compare, trans } = useEnv();
  const other = neighbour(view);
  return other ? (
    <button
      type="button"
      className="jp-AssembleTrace-link"
      data-action="compare-attempts"
      onClick={() => compare(...inOrder(view, other.id))}
    >
      {trans.__('Compare with attempt %1', other.attempt ?? 1)}
    </button>
  ) : null;
}
