import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import type { Attempt } from '../wire';
import { outcomeOf } from './words';

/** The submissions that belong together, in order, and the way from one to another. */
export function Attempts({
  attempts,
  id
}: {
  attempts: Attempt[];
  id: string;
}): JSX.Element | null {
  const { model, trans } = useEnv();
  if (attempts.length < 2) {
    return null;
  }
  return (
    <nav aria-label={trans.__('Attempts')} className="jp-AssembleTrace-attempts">
      <ol>
        {attempts.map(one => {
          const { mark, word } = outcomeOf(one, trans);
          const name =
            one.kind === 'withdraw' ? trans.__('Withdrawal') : trans.__('Attempt %1', one.attempt);
          return (
            <li key={one.id} data-attempt={one.id}>
              <button
                type="button"
                aria-current={one.id === id}
                title={one.short_id}
                onClick={() => void model.pin(one.id)}
              >
                <StatusIcon mark={mark} />
                <span>{name}</span>
                <span className="jp-AssembleTrace-word">{word}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
