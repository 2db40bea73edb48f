import React from 'react';

import { useDrawing } from '../env';

/** What to try next. */
export function Advice({ advice }: { advice: string[] }): JSX.Element | null {
  const { trans } = useDrawing();
  return advice.length === 0 ? null : (
    <section className="jp-AssembleTrace-advice">
      <h4>{trans.__('What to try next')}</h4>
      <ul>
        {advice.map(one => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  );
}
