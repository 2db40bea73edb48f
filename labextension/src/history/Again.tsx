import React from 'react';

import { useEnv } from '../env';

/** Begins a new submission with the code of this one. */
export function Again({ submission }: { submission: string }): JSX.Element {
  const { again, trans } = useEnv();
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="again"
      title={trans.__('Put its code into a new cell, and see what would be sent')}
      onClick={() => again(submission)}
    >
      {trans.__('Submit again…')}
    </button>
  );
}
