import React from 'react';

import { useEnv } from '../env';
import type { DiffLine } from '../wire';
import { pairs } from './pairs';

interface IBeside {
  lines: readonly DiffLine[];
  /** What these lines are, for screen readers. */
  label: string;
}

/** Lines of both, beside each other; where there is little room, one below the other. */
export function Beside({ lines, label }: IBeside): JSX.Element {
  const { trans } = useEnv();
  if (lines.length === 0) {
    return <p className="jp-AssembleTrace-note">{trans.__('Nothing in either.')}</p>;
  }
  return (
    <div className="jp-AssembleTrace-beside" role="group" aria-label={label}>
      {pairs(lines).map(({ left, right, same }, index) => (
        <div key={index} className="jp-AssembleTrace-pair" data-same={same}>
          {same ? (
            <>
              <code>{left || ' '}</code>
              <code aria-hidden="true">{right || ' '}</code>
            </>
          ) : (
            <>
              {left === null ? <i /> : <Line sign="−" text={left} />}
              {right === null ? <i /> : <Line sign="+" text={right} />}
            </>
          )}
        </div>
      ))}
    </div>
  );
}

/** A line that only one of them has, with a sign and not by colour alone. */
function Line({ sign, text }: { sign: '−' | '+'; text: string }): JSX.Element {
  const Tag = sign === '+' ? 'ins' : 'del';
  return (
    <Tag>
      <span className="jp-AssembleTrace-sign">{sign}</span>
      <code>{text || ' '}</code>
    </Tag>
  );
}
