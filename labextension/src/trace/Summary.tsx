import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { CompareAttempts } from '../compare/CompareWith';
import { useEnv } from '../env';
import type { TraceView } from '../wire';
import { Attempts } from './Attempts';
import { ProofNote } from './ProofNote';
import { kindWord, moment, outcomeOf, withMerge } from './words';

/** A submission in a line: what it is called, which one it is, how it stands. */
export function Summary({ view }: { view: TraceView }): JSX.Element {
  const { trans } = useEnv();
  const { trace, proof, attempts } = view;
  const { mark, word } = outcomeOf(trace, trans);
  return (
    <div className="jp-AssembleTrace-summary" data-status={trace.status}>
      <h2 tabIndex={-1}>{trace.plan?.title ?? trans.__('A cell that was not sent')}</h2>
      <p>
        <span className="jp-AssembleTrace-outcome">
          <StatusIcon mark={mark} />
          {withMerge(word, view, trans)}
        </span>
        <span className="jp-AssembleTrace-note">
          {[trace.short_id, kindWord(trace, trans)].filter(Boolean).join(' · ')} ·{' '}
          <time dateTime={trace.created_at}>{moment(trace.created_at)}</time>
        </span>
      </p>
      {proof && (proof.actual || proof.moved) && <ProofNote proof={proof} />}
      <Attempts attempts={attempts ?? []} id={trace.id} />
      <CompareAttempts view={view} />
    </div>
  );
}
