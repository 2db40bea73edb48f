import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import type { Proof } from '../wire';
import { short } from './words';

/** Whether the commit is the one that the preview foretold; if not, what moved. */
export function ProofNote({ proof }: { proof: Proof }): JSX.Element {
  const { trans } = useDrawing();
  const { predicted, actual, moved } = proof;
  const kept = Boolean(actual) && actual === predicted;
  const state = kept ? 'kept' : actual || moved ? 'moved' : 'open';
  return (
    <p className="jp-AssembleTrace-proof" data-proof={state} title={actual ?? predicted}>
      <StatusIcon mark={kept ? 'passed' : state === 'moved' ? 'later' : 'pending'} />
      <span>
        {kept && (
          <>
            {trans.__('The commit is the one foretold:')} <code>{short(predicted)}</code>
          </>
        )}
        {state === 'open' && (
          <>
            {trans.__('The commit will be')} <code>{short(predicted)}</code>
          </>
        )}
        {state === 'moved' && (
          <>
            {trans.__('Foretold:')} <code>{short(predicted)}</code>
            {actual && (
              <>
                {' · '}
                {trans.__('now:')} <code>{short(actual)}</code>
              </>
            )}
            {moved && <> {moved}</>}
          </>
        )}
      </span>
    </p>
  );
}
