import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import { GainLine } from './GainLine';
import type { IOpinion } from './report';

/** What a second look says, set apart from the verdict. */
export function Opinion({ opinion }: { opinion: IOpinion }): JSX.Element {
  const { trans } = useDrawing();
  const { agrees, sentence, gain, why } = opinion;
  const names: Record<string, string> = {
    noise: trans.__('What chance reaches is not known'),
    gain: trans.__('What the feature is worth is not known')
  };
  return (
    <section className="jp-AssembleTrace-opinion" data-agrees={String(agrees)}>
      <h4>
        {agrees === false && <StatusIcon mark="interrupted" />}
        {agrees === false
          ? trans.__('Second opinion, not part of the verdict: it disagrees')
          : trans.__('Second opinion, not part of the verdict')}
      </h4>
      {sentence && <p>{sentence}</p>}
      {gain && <GainLine gain={gain} />}
      {why.map(([part, reason]) => (
        <p key={part} className="jp-AssembleTrace-note">
          {names[part] ?? part}: {reason}
        </p>
      ))}
    </section>
  );
}
