import React, { ReactNode } from 'react';

import type { ErrorRecord } from '../wire';
import { StatusIcon } from './StatusIcon';

/** What went wrong and what to do, in that order. */
export function ErrorNote({
  error,
  children
}: {
  error: ErrorRecord;
  children?: ReactNode;
}): JSX.Element {
  return (
    <div className="jp-AssembleTrace-error" data-code={error.code}>
      <StatusIcon mark="failed" />
      <div>
        <p className="jp-AssembleTrace-errorMessage">{error.message}</p>
        {error.advice && <p>{error.advice}</p>}
        {children}
      </div>
    </div>
  );
}
