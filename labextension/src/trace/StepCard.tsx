import { caretDownIcon } from '@jupyterlab/ui-components';
import React, { ReactNode } from 'react';

import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { Lesson } from '../lessons/Lesson';
import type { Shown, StepRecord } from '../wire';
import { Checks } from './Checks';
import { Commands } from './Commands';
import { Outcome } from './Outcome';
import { readCheckRuns } from './report';
import { Requests } from './Requests';
import { elapsed, markWord, stepName } from './words';

interface IStepCard {
  step: StepRecord;
  lines: Shown[];
  open: boolean;
  onToggle: (open: boolean) => void;
  /** What is in sight whether the card is open or not. */
  children?: ReactNode;
}

/** One step: a line when it is closed; when it is open, everything known about it. */
export function StepCard({ step, lines, open, onToggle, children }: IStepCard): JSX.Element {
  const { trans } = useEnv();
  const status = step.status ?? 'pending';
  const body = `jp-AssembleTrace-body-${step.key}`;
  const took = elapsed(step.started_at, step.finished_at);
  const moving = status === 'running' || status === 'waiting' || status === 'paused';
  return (
    <li className="jp-AssembleTrace-step" data-step={step.key} data-status={status}>
      <h3>
        <button
          type="button"
          className="jp-AssembleTrace-stepHead"
          aria-expanded={open}
          aria-controls={open ? body : undefined}
          onClick={() => onToggle(!open)}
        >
          <StatusIcon mark={status} />
          <span className="jp-AssembleTrace-stepName">{stepName(step.key, trans)}</span>
          <span className="jp-AssembleTrace-word">{markWord(status, trans)}</span>
          {took && <span className="jp-AssembleTrace-took">{took}</span>}
          <caretDownIcon.react tag="span" className="jp-AssembleTrace-caret" />
        </button>
      </h3>
      {moving && step.progress && (
        <p className="jp-AssembleTrace-progress" data-progress={step.key}>
          {step.progress}
        </p>
      )}
      {open ? (
        <div id={body} className="jp-AssembleTrace-stepBody">
          <StepBody step={step} lines={lines}>
            {children}
          </StepBody>
        </div>
      ) : (
        children && <div className="jp-AssembleTrace-stepBody">{children}</div>
      )}
    </li>
  );
}

function StepBody({
  step,
  lines,
  children
}: Pick<IStepCard, 'step' | 'lines' | 'children'>): JSX.Element {
  const { trans } = useEnv();
  const code = step.error?.code;
  return (
    <>
      <p className="jp-AssembleTrace-purpose">{step.purpose}</p>
      {step.error && (
        <ErrorNote error={step.error}>
          {code && (
            <Disclosure label={trans.__('What this means')}>
              {() => <Lesson kind="errors" name={code} />}
            </Disclosure>
          )}
        </ErrorNote>
      )}
      {children}
      <Checks runs={readCheckRuns(step.outcome?.checks)} />
      {lines.length > 0 && (
        <section>
          <h4>{trans.__('The same by hand')}</h4>
          <Commands lines={lines} />
        </section>
      )}
      <Outcome outcome={step.outcome ?? {}} />
      <Disclosure label={trans.__('More about this step')}>
        {() => <Lesson kind="steps" name={step.key} />}
      </Disclosure>
      <Requests requests={step.requests ?? []} />
    </>
  );
}
