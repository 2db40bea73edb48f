import React, { useId } from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { PreviewModel } from './model';

/** The same cells were submitted before: continue that, or begin anew. */
export function Continuation({ preview }: { preview: PreviewModel }): JSX.Element | null {
  const { trans } = useEnv();
  const { revision, attempt, fresh, phase } = useSignal(preview.changed, () => preview.state);
  const id = useId();
  if (!revision) {
    return null;
  }
  const number = revision.pull_request.number;
  const choices = [
    {
      fresh: false,
      label: revision.same
        ? trans.__('Attempt %1 of pull request #%2', attempt, number)
        : trans.__('Attempt %1, in a new pull request that links to #%2', attempt, number),
      note: revision.why
    },
    {
      fresh: true,
      label: trans.__('A pull request of its own'),
      note: trans.__('It does not mention #%1, which stays as it is.', number)
    }
  ];
  return (
    <fieldset className="jp-AssembleTrace-continuation" data-same={revision.same}>
      <legend>{trans.__('You submitted this before. What is this now?')}</legend>
      {choices.map(choice => (
        <div key={String(choice.fresh)}>
          <input
            type="radio"
            id={`${id}-${choice.fresh}`}
            name={id}
            data-choice={choice.fresh ? 'fresh' : 'continue'}
            aria-describedby={`${id}-${choice.fresh}-note`}
            checked={fresh === choice.fresh}
            disabled={phase === 'starting'}
            onChange={() => void preview.setFresh(choice.fresh)}
          />
          <label htmlFor={`${id}-${choice.fresh}`}>{choice.label}</label>
          <p id={`${id}-${choice.fresh}-note`} className="jp-AssembleTrace-note">
            {choice.note}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
