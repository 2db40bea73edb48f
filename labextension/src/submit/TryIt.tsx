import React from 'react';

import { Card } from '../card/Card';
import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { TrialView } from '../wire';
import type { Trying } from './trying';

/** Judging the cell here, before anybody else sees it. */
export function TryIt({ trying }: { trying: Trying }): JSX.Element {
  const { trans } = useEnv();
  const { trial, error } = useSignal(trying.changed, () => trying.state);
  const refused = error ?? trial?.error ?? null;
  return (
    <section className="jp-AssembleTrace-tryIt" data-trial={trial?.state ?? 'untried'}>
      <div className="jp-AssembleTrace-gatherBar">
        {trying.running ? (
          <button
            type="button"
            className="jp-AssembleTrace-button"
            data-action="stop-trial"
            onClick={() => void trying.stop()}
          >
            {trans.__('Stop')}
          </button>
        ) : (
          <button
            type="button"
            className="jp-AssembleTrace-button"
            data-action="try"
            onClick={() => void trying.start()}
          >
            {trial ? trans.__('Try it again') : trans.__('Try it first')}
          </button>
        )}
        <span className="jp-AssembleTrace-note" role="status">
          {trial ? (
            <Progress trial={trial} />
          ) : (
            trans.__('Judges it here as CI will, on the project’s data. Nobody else sees it.')
          )}
        </span>
      </div>
      {refused && (
        <div role="alert">
          <ErrorNote error={refused} />
        </div>
      )}
      {trial?.report && trial.state !== 'running' && (
        <>
          <Network trying={trying} trial={trial} />
          <Card report={trial.report} />
        </>
      )}
    </section>
  );
}

function Progress({ trial }: { trial: TrialView }): JSX.Element {
  const { trans } = useEnv();
  const seconds = Math.round(trial.seconds ?? 0);
  switch (trial.state) {
    case 'running':
      return (
        <>
          <StatusIcon mark="running" />
          {trans.__('%1… %2 s', trial.progress || trans.__('Starting'), seconds)}
        </>
      );
    case 'done':
      return <>{trans.__('Tried here in %1 s. Nothing was sent.', seconds)}</>;
    case 'cancelled':
      return <>{trans.__('Stopped. Nothing was sent.')}</>;
    default:
      return <>{trans.__('It could not be tried.')}</>;
  }
}

/** Data that have to be fetched are fetched only when a person says so. */
function Network({ trying, trial }: { trying: Trying; trial: TrialView }): JSX.Element | null {
  const { trans } = useEnv();
  const error = trial.report?.error as { kind?: string; needs_network?: boolean } | null;
  if (error?.kind !== 'data' || error.needs_network !== true) {
    return null;
  }
  return (
    <div className="jp-AssembleTrace-gatherBar">
      <button
        type="button"
        className="jp-AssembleTrace-button jp-mod-primary"
        data-action="try-with-network"
        onClick={() => void trying.start(true)}
      >
        {trans.__('Let the project fetch its data')}
      </button>
      <span className="jp-AssembleTrace-note">
        {trans.__('Its own code may then use the network once. Your cell never can.')}
      </span>
    </div>
  );
}
