import React from 'react';

import { useDrawing } from '../env';
import { figure } from './words';

/** What came back from a step, as names and values. */
export function Outcome({ outcome }: { outcome: Record<string, unknown> }): JSX.Element | null {
  const { trans } = useDrawing();
  // The check runs have a list of their own.
  const rows = Object.entries(outcome).filter(
    ([name, value]) => name !== 'checks' && value !== null
  );
  if (rows.length === 0) {
    return null;
  }
  return (
    <section>
      <h4>{trans.__('What came back')}</h4>
      <dl className="jp-AssembleTrace-values">
        {rows.map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{inWords(value)}</dd>
          </React.Fragment>
        ))}
      </dl>
    </section>
  );
}

/** A value of a record as a person would write it. */
export function inWords(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(inWords).join(', ');
  }
  if (typeof value === 'number') {
    return figure(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
