import React from 'react';

import { useDrawing } from '../env';
import type { StepRecord } from '../wire';

/** Says of a step that nobody recorded whether it is known or concluded. */
export function Basis({ step }: { step: StepRecord }): JSX.Element | null {
  const { trans } = useDrawing();
  const basis = step.basis ?? 'recorded';
  if (basis === 'recorded') {
    return null;
  }
  const typed = (step.inferred ?? []).includes('commands');
  return (
    <p className="jp-AssembleTrace-note" data-basis={basis}>
      {basis === 'inferred'
        ? trans.__('Concluded: nobody recorded this, and nothing that is left proves it.')
        : typed
          ? trans.__(
              'Known: it left what is shown here. Concluded: the commands, which would leave the same.'
            )
          : trans.__('Known: it left what is shown here.')}
    </p>
  );
}
