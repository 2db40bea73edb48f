import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import { missingOf } from './card';
import type { IReport } from './report';

/** What the report could not know. */
export function Missing({ report }: { report: IReport }): JSX.Element | null {
  const { trans } = useDrawing();
  const missing = missingOf(report);
  const names: Record<string, string> = {
    opinion: trans.__('second opinion'),
    comparison: trans.__('comparison with other features'),
    environment: trans.__('versions'),
    checks: trans.__('single checks'),
    numbers: trans.__('numbers'),
    data: trans.__('data')
  };
  const older = trans.__('An earlier version of the evaluation wrote this report.');
  const named = missing.map(([part, reason]) => [names[part] ?? part, reason || older]);
  return missing.length === 0 ? null : (
    <div className="jp-AssembleTrace-missing">
      <Disclosure label={trans.__('Not known: %1', named.map(([name]) => name).join(', '))}>
        {() => (
          <ul>
            {named.map(([name, reason]) => (
              <li key={name}>
                {name}: {reason}
              </li>
            ))}
          </ul>
        )}
      </Disclosure>
    </div>
  );
}
