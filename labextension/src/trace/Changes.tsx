import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import type { TraceView } from '../wire';
import { Diff } from './Diff';
import { ProofNote } from './ProofNote';

/** What the commit does to the project's files, and whether it is the one foretold. */
export function Changes({ view }: { view: TraceView }): JSX.Element {
  const { trans } = useDrawing();
  const changes = view.changes ?? [];
  const difference = view.difference ?? [];
  const { attempt = 1 } = view.trace;
  const whole = <Diff files={changes} heading={trans.__('What the commit changes')} />;
  return (
    <>
      {view.proof && <ProofNote proof={view.proof} />}
      <Diff
        files={difference}
        heading={trans.__('What is different from attempt %1', attempt - 1)}
      />
      {difference.length > 0 && changes.length > 0 ? (
        <Disclosure label={trans.__('All that the commit changes')}>{() => whole}</Disclosure>
      ) : (
        whole
      )}
    </>
  );
}
