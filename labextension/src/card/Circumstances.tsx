import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import { duration } from '../trace/words';
import { amount } from './card';
import type { IReport } from './report';

/** On how much, for how long, with what, and how shut in it was judged. */
export function Circumstances({ report }: { report: IReport }): JSX.Element | null {
  const { trans } = useDrawing();
  const { rows, sampled, cost, seconds, environment, isolation } = report;
  const open = isolation?.mode === 'none';
  const facts = [
    rows === null
      ? ''
      : sampled !== null && sampled < rows
        ? trans.__('looked at %1 of %2 rows', amount(sampled, 1), amount(rows, 1))
        : trans._n('%2 row', '%2 rows', rows, amount(rows, 1)),
    seconds ? duration(seconds * 1000) : '',
    ...environment.map(([name, version]) => `${name} ${version}`)
  ].filter(Boolean);
  const quiet = [open ? '' : (isolation?.sentence ?? ''), cost, facts.join(' · ')].filter(Boolean);
  return (
    <>
      {open && (
        <p className="jp-AssembleTrace-open" data-isolation="none">
          <StatusIcon mark="interrupted" />
          <span>{isolation.sentence || trans.__('Not isolated: it ran with limits only.')}</span>
        </p>
      )}
      {quiet.length > 0 && (
        <p className="jp-AssembleTrace-note" data-card="circumstances">
          {quiet.join(' ')}
        </p>
      )}
    </>
  );
}
