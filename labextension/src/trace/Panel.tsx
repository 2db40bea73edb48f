import React, { useRef } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { StepRecord, TraceView } from '../wire';
import { Actions, DeleteRecord } from './Actions';
import { CopyScript } from './CopyScript';
import { Empty } from './Empty';
import { Header } from './Header';
import { useNews } from './news';
import { Pause } from './Pause';
import { Remarks } from './Remarks';
import { readReport } from './report';
import { SinceThen } from './SinceThen';
import { StepCard } from './StepCard';
import { Summary } from './Summary';
import { Verdict } from './Verdict';
import { LeftBehind } from './Withdraw';

/** The side panel. */
export function Panel(): JSX.Element {
  const { model, trans } = useEnv();
  const { view, error, read } = useSignal(model.changed, () => model.state);
  const root = useRef<HTMLDivElement>(null);
  const news = useNews(root);
  return (
    <div className="jp-AssembleTrace" ref={root} data-submission={view?.trace.id}>
      <Header />
      {error && <ErrorNote error={error} />}
      {view && <Submission key={view.trace.id} view={view} />}
      {!view && read && !error && <Empty />}
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
  const report = readReport(trace.evaluation);
  const failure = trace.steps.find(step => step.status === 'failed')?.error;
  const wanted = (step: StepRecord): boolean =>
    step.status === 'failed' || step.status === 'paused';
  return (
    <>
      <Summary view={view} />
      <Actions view={view} />
      {!explain && failure && <ErrorNote error={failure} />}
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
              >
                {step.key === 'ci' && report && <Verdict verdict={trace.verdict} report={report} />}
              </StepCard>
            ))}
          </ol>
          {trace.plan && <CopyScript submission={trace.id} shortId={trace.short_id} />}
          <SinceThen trace={trace} />
          {trace.pull_request && <Remarks open={(trace.pull_request.state ?? 'open') === 'open'} />}
        </>
      )}
      <DeleteRecord view={view} />
    </>
  );
}
