import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import type { ICheck } from './report';

/** A check that failed: what it looks for, what happened, and what helps. */
export function FailedCheck({ check }: { check: ICheck }): JSX.Element {
  const { explain, trans } = useDrawing();
  const { name, description, exception, advice, path } = check;
  // Ballet's checks assert; only what is said beside it tells anything.
  const raised = exception.replace(/^AssertionError:?\s*/, '');
  return (
    <li data-check={name}>
      <p>
        <code>{name}</code> {description}
      </p>
      {path && (
        <p>
          <code>{path}</code>
        </p>
      )}
      {raised && (
        <p>
          <code>{raised}</code>
        </p>
      )}
      {advice && <p>{advice}</p>}
      <Disclosure label={trans.__('About this check')}>{() => explain('checks', name)}</Disclosure>
    </li>
  );
}
