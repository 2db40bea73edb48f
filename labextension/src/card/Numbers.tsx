import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { list, Loose } from '../common/loose';
import { useDrawing } from '../env';
import { inWords } from '../trace/Outcome';
import { AsTable } from './AsTable';
import type { IReport } from './report';

/** Everything that the accepter and the pruner measured, as they named it. */
export function AllNumbers({ report }: { report: IReport }): JSX.Element | null {
  const { trans } = useDrawing();
  const numbers = Object.assign({}, ...report.stages.map(stage => stage.numbers)) as Loose;
  const { iterations, ...rest } = numbers;
  const rows = Object.entries(rest).filter(([, value]) => value !== null);
  if (rows.length === 0) {
    return null;
  }
  return (
    <Disclosure label={trans.__('All numbers')} className="jp-AssembleTrace-numbers">
      {() => (
        <>
          <dl className="jp-AssembleTrace-values">
            {rows.map(([name, value]) => (
              <React.Fragment key={name}>
                <dt>{name}</dt>
                <dd>{inWords(value)}</dd>
              </React.Fragment>
            ))}
          </dl>
          <Iterations iterations={list(iterations)} />
        </>
      )}
    </Disclosure>
  );
}

/** What happened each time that the stock accepter left one feature out. */
function Iterations({ iterations }: { iterations: Loose[] }): JSX.Element | null {
  const { trans } = useDrawing();
  if (iterations.length === 0) {
    return null;
  }
  const names = Object.keys(Object.assign({}, ...iterations));
  return (
    <AsTable
      label={trans._n('%1 iteration', '%1 iterations', iterations.length)}
      head={names}
      rows={iterations.map(one =>
        names.map(name =>
          one[name] === null || one[name] === undefined ? '–' : inWords(one[name])
        )
      )}
    />
  );
}
