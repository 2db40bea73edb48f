import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import type { ICheckRun } from './report';
import { checkMark, markWord } from './words';

/** The check runs on the pull request, each as it moves. */
export function Checks({ runs }: { runs: ICheckRun[] }): JSX.Element | null {
  const { trans } = useEnv();
  if (runs.length === 0) {
    return null;
  }
  return (
    <section>
      <h4>{trans.__('Checks')}</h4>
      <ul className="jp-AssembleTrace-checks">
        {runs.map(run => {
          const mark = checkMark(run.status, run.conclusion);
          return (
            <li key={run.name} data-check={run.name} data-status={mark}>
              <StatusIcon mark={mark} />
              <span className="jp-AssembleTrace-checkName">{run.name}</span>
              <span className="jp-AssembleTrace-word">{markWord(mark, trans)}</span>
              {run.title && <span className="jp-AssembleTrace-note">{run.title}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
