import React from 'react';

import { useDrawing } from '../env';
import { clock } from '../trace/words';
import type { Replay } from '../wire';
import { hasBegun } from './at';
import { waited } from './words';

/** The moment in words: when it was, what happened, and what the record does not tell. */
export function Now({ replay, index }: { replay: Replay; index: number }): JSX.Element {
  const { trans } = useDrawing();
  const now = hasBegun(replay, index) ? replay.moments[index] : undefined;
  const idle = now?.idle ?? 0;
  const missing = replay.missing ?? [];
  const told = now && now.kind !== 'typed' && now.kind !== 'request' ? now.text : '';
  return (
    <>
      <p className="jp-AssembleTrace-now" data-moment={now?.kind ?? 'none'}>
        {now ? (
          <>
            <time dateTime={now.at}>{clock(now.at)}</time>
            <span>{now.text}</span>
            {idle >= 0.5 && (
              <span className="jp-AssembleTrace-note">
                {trans.__('%1 of waiting left out before this', waited(idle))}
              </span>
            )}
          </>
        ) : (
          <span>{trans.__('Nothing has happened yet.')}</span>
        )}
      </p>
      <div role="status" className="jp-AssembleTrace-unseen">
        {told}
      </div>
      {missing.length > 0 && (
        <ul
          className="jp-AssembleTrace-missing"
          aria-label={trans.__('What the record does not tell')}
        >
          {missing.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}
