import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import type { Trace } from '../wire';
import { moment, outcomeOf } from './words';

/** A submission in a line: what it is called, which one it is, how it stands. */
export function Summary({ trace }: { trace: Trace }): JSX.Element {
  const { trans } = useEnv();
  const { mark, word } = outcomeOf(trace, trans);
  const merged = trace.since_then.some(item => item.kind === 'merged');
  return (
    <div className="jp-AssembleTrace-summary" data-status={trace.status}>
      <h2>{trace.plan?.title ?? trans.__('A cell that was not sent')}</h2>
      <p>
        <span className="jp-AssembleTrace-outcome">
          <StatusIcon mark={mark} />
          {merged ? trans.__('%1 and merged', word) : word}
        </span>
        <span className="jp-AssembleTrace-note">
          {trace.short_id} · <time dateTime={trace.created_at}>{moment(trace.created_at)}</time>
        </span>
      </p>
    </div>
  );
}
