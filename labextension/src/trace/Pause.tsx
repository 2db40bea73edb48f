import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { Action } from '../client';
import type { TraceView } from '../wire';

/** Before a step of a submission that stops before each: on, to the end, or no further. */
export function Pause({ view }: { view: TraceView }): JSX.Element | null {
  const { model, trans } = useEnv();
  const busy = useSignal(model.changed, () => model.state.busy);
  if (!view.can_next) {
    return null;
  }
  const button = (action: Action, label: string, primary = false): JSX.Element => (
    <button
      type="button"
      className={`jp-AssembleTrace-button ${primary ? 'jp-mod-primary' : ''}`}
      data-action={action}
      // Not `disabled`: it is led to while the answer to the last press is still being read.
      aria-disabled={busy}
      onClick={event => {
        if (busy) {
          return;
        }
        // The button goes away with the pause; the step's own line stays.
        const step = event.currentTarget.closest('[data-step]');
        step?.querySelector<HTMLElement>('button')?.focus();
        void model.act(action);
      }}
    >
      {label}
    </button>
  );
  return (
    <div className="jp-AssembleTrace-pause">
      <p>{trans.__('Stopped before this step. Nothing of it has happened yet.')}</p>
      <div className="jp-AssembleTrace-buttons">
        {button('next', trans.__('Next'), true)}
        {button('resume', trans.__('Run to the end'))}
        {button('cancel', trans.__('Stop here'))}
      </div>
    </div>
  );
}
