import React, { useRef } from 'react';

import { Card } from '../card/Card';
import { toldBy } from '../card/card';
import { readReport } from '../card/report';
import { ErrorNote } from '../common/ErrorNote';
import { SubmissionContext, useEnv } from '../env';
import { useSignal } from '../hooks';
import type { StepRecord, TraceView } from '../wire';
import { Actions, DeleteRecord } from './Actions';
import { AgreementNote } from './AgreementNote';
import { CopyScript } from './CopyScript';
import { Empty } from './Empty';
import { Header } from './Header';
import { useNews } from './news';
import { Pause } from './Pause';
import { Remarks } from './Remarks';
import { SinceThen } from './SinceThen';
import { StepCard } from './StepCard';
import { Summary } from './Summary';
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
      {view && (
        <SubmissionContext.Provider value={view.trace.id}>
          <Submission key={view.trace.id} view={view} />
        </SubmissionContext.Provider>
      )}
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
  const failed = trace.steps.find(step => step.status === 'failed');
  const trouble = (failed?.key === 'ci' && failed.error) || null;
  const told = report || trouble ? toldBy(report, trace.verdict, trouble) : null;
  const card = told && (
    <>
      <Card report={trace.evaluation} verdict={trace.verdict} trouble={trouble} />
      {view.agreement && <AgreementNote agreement={view.agreement} />}
    </>
  );
  const wanted = (step: StepRecord): boolean =>
    step.status === 'failed' || step.status === 'paused';
  return (
    <>
      <Summary view={view} />
      <Actions view={view} />
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
          {trace.plan && <CopyScript submission={trace.id} shortId={trace.short_id} />}
          <SinceThen trace={trace} told={told} />
          {trace.pull_request && <Remarks open={(trace.pull_request.state ?? 'open') === 'open'} />}
        </>
      )}
      <DeleteRecord view={view} />
    </>
  );
}
