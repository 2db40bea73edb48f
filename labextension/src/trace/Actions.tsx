import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { TraceView } from '../wire';
import { isUnfinished, Withdraw } from './Withdraw';

/** What can be done with the submission in view. */
export function Actions({ view }: { view: TraceView }): JSX.Element {
  const { model, trans, openPage, revise } = useEnv();
  const busy = useSignal(model.changed, () => model.state.busy);
  const number = view.trace.pull_request?.number;
  const revision = view.revision ?? null;
  const paused = view.can_next === true;
  return (
    <div className="jp-AssembleTrace-buttons jp-AssembleTrace-actions">
      {view.forge_page && (
        <button
          type="button"
          className="jp-AssembleTrace-button jp-mod-primary"
          data-action="open-pull-request"
          onClick={() => openPage(view)}
        >
          {number === undefined
            ? trans.__('Open pull request')
            : trans.__('Open pull request #%1', number)}
        </button>
      )}
      {revision && (
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="revise"
          aria-describedby="jp-AssembleTrace-revision"
          disabled={busy}
          onClick={() => revise(revision.of)}
        >
          {trans.__('Revise')}
        </button>
      )}
      {view.can_resume && !paused && (
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="resume"
          disabled={busy}
          onClick={() => void model.act('resume')}
        >
          {trans.__('Resume')}
        </button>
      )}
      {view.can_cancel && !paused && (
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="cancel"
          disabled={busy}
          onClick={() => void model.act('cancel')}
        >
          {trans.__('Cancel')}
        </button>
      )}
      {view.trace.status === 'submitted' && !view.imported && (
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="refresh"
          disabled={busy}
          onClick={() => void model.act('refresh')}
        >
          {trans.__('Refresh')}
        </button>
      )}
      {!isUnfinished(view) && <Withdraw view={view} />}
      {revision && (
        <p id="jp-AssembleTrace-revision" className="jp-AssembleTrace-note">
          {revision.why}
        </p>
      )}
    </div>
  );
}
