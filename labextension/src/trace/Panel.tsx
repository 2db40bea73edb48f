import React, { useEffect, useRef, useState } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { TraceView } from '../wire';
import { Actions, DeleteRecord } from './Actions';
import { Empty } from './Empty';
import { Header } from './Header';
import type { IChange } from './reading';
import { Remarks } from './Remarks';
import { readReport } from './report';
import { SinceThen } from './SinceThen';
import { StepCard } from './StepCard';
import { Summary } from './Summary';
import { Verdict } from './Verdict';
import { markWord, stepName } from './words';

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
  const { trace, shown } = view;
  const report = readReport(trace.evaluation);
  const failure = trace.steps.find(step => step.status === 'failed')?.error;
  return (
    <>
      <Summary trace={trace} />
      <Actions view={view} />
      {!explain && failure && <ErrorNote error={failure} />}
      {explain && (
        <>
          <ol className="jp-AssembleTrace-steps" aria-label={trans.__('Steps')}>
            {trace.steps.map(step => (
              <StepCard
                key={step.key}
                step={step}
                lines={shown[step.key] ?? []}
                open={cards[step.key] ?? step.status === 'failed'}
                onToggle={open => model.setOpen(step.key, open)}
              >
                {step.key === 'ci' && report && <Verdict verdict={trace.verdict} report={report} />}
              </StepCard>
            ))}
          </ol>
          <SinceThen items={trace.since_then} />
          {trace.pull_request && <Remarks open={(trace.pull_request.state ?? 'open') === 'open'} />}
        </>
      )}
      <DeleteRecord view={view} />
    </>
  );
}

/** Says each change of a step aloud, and leads to a step that failed. */
function useNews(root: React.RefObject<HTMLElement>): string {
  const { model, trans } = useEnv();
  const [news, setNews] = useState('');
  useEffect(() => {
    const tell = (_: unknown, { submission, step, status }: IChange): void => {
      const word = markWord(status, trans);
      setNews(
        step === null
          ? status === 'passed'
            ? trans.__('The feature was accepted.')
            : trans.__('The feature was rejected.')
          : trans.__('%1: %2', stepName(step, trans), word)
      );
      if (step !== null && status === 'failed' && model.isMine(submission)) {
        requestAnimationFrame(() => lead(root.current, step));
      }
    };
    model.stepChanged.connect(tell);
    return () => {
      model.stepChanged.disconnect(tell);
    };
  }, [model, trans, root]);
  return news;
}

/** Focus a step, unless the person is busy somewhere else. */
function lead(root: HTMLElement | null, step: string): void {
  const active = document.activeElement;
  const free =
    active === null ||
    active === document.body ||
    root?.contains(active) ||
    active.closest('.jp-AssembleTrace-submitButton') !== null;
  const head = root?.querySelector<HTMLElement>(`[data-step="${step}"] button`);
  head?.scrollIntoView({ block: 'nearest' });
  if (free && !(active instanceof HTMLTextAreaElement)) {
    head?.focus();
  }
}
