import React, { useRef } from 'react';

import { ImportedNote } from '../away/ImportedNote';
import { ErrorNote } from '../common/ErrorNote';
import { SubmissionContext, useEnv } from '../env';
import { ShelfActions } from '../history/ShelfActions';
import { useSignal } from '../hooks';
import { InPanel, useWayBack } from '../replay/InPanel';
import type { StepRecord, TraceView } from '../wire';
import { Actions } from './Actions';
import { CopyScript } from './CopyScript';
import { Empty } from './Empty';
import { Header } from './Header';
import { Judgement, judgementOf } from './Judgement';
import { More } from './More';
import { useNews } from './news';
import { Pause } from './Pause';
import { Remarks } from './Remarks';
import { SinceThen } from './SinceThen';
import { StepCard } from './StepCard';
import { Summary } from './Summary';
import { LeftBehind } from './Withdraw';

/** The side panel. */
export function Panel(): JSX.Element {
  const { model, opened, trans } = useEnv();
  const { view, error, read } = useSignal(model.changed, () => model.state);
  const played = useSignal(opened.changed, () => opened.state.id);
  const root = useRef<HTMLDivElement>(null);
  const news = useNews(root);
  useWayBack(root, played);
  return (
    <div className="jp-AssembleTrace" ref={root} data-submission={view?.trace.id}>
      <Header />
      {error && <ErrorNote error={error} />}
      {played !== null && <InPanel key={played} />}
      {view && played === null && (
        <SubmissionContext.Provider value={view.trace.id}>
          <Submission key={view.trace.id} view={view} />
        </SubmissionContext.Provider>
      )}
      {!view && played === null && read && !error && <Empty />}
      {!read && <p className="jp-AssembleTrace-note">{trans.__('Reading…')}</p>}
      <div role="status" className="jp-AssembleTrace-unseen">
        {news}
      </div>
    </div>
  );
}

function Submission({ view }: { view: TraceView }): JSX.Element {
  const { model, trans } = useEnv();
  const { cards, explain } = useSignal(model.changed, () => model.state);
  const { trace } = view;
  const failed = trace.steps.find(step => step.status === 'failed');
  const { told, trouble } = judgementOf(view);
  const card = told && <Judgement view={view} />;
  const wanted = (step: StepRecord): boolean =>
    step.status === 'failed' || step.status === 'paused';
  return (
    <>
      <Summary view={view} />
      <ImportedNote view={view} />
      <Actions view={view} />
      <More view={view} />
      {!explain && failed?.error && !trouble && <ErrorNote error={failed.error} />}
      {!explain && card && (
        <>
          <h3 className="jp-AssembleTrace-unseen">{trans.__('Verdict')}</h3>
          {card}
        </>
      )}
      {!explain && <Pause view={view} />}
      <LeftBehind view={view} />
      {explain && (
        <>
          <ol className="jp-AssembleTrace-steps" aria-label={trans.__('Steps')}>
            {trace.steps.map(step => (
              <StepCard
                key={step.key}
                step={step}
                view={view}
                open={cards[step.key] ?? wanted(step)}
                onToggle={open => model.setOpen(step.key, open)}
                told={step.key === 'ci' ? told : null}
              >
                {step.key === 'ci' && card}
              </StepCard>
            ))}
          </ol>
          {trace.plan && !trace.rebuilt && (
            <CopyScript submission={trace.id} shortId={trace.short_id} />
          )}
          <SinceThen trace={trace} told={told} />
          {trace.pull_request && !view.imported && (
            <Remarks open={(trace.pull_request.state ?? 'open') === 'open'} />
          )}
        </>
      )}
      <ShelfActions view={view} />
    </>
  );
}
