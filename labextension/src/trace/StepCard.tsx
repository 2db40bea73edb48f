import { caretDownIcon } from '@jupyterlab/ui-components';
import React, { ReactNode } from 'react';

import type { ITold } from '../card/card';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import type { StepRecord, TraceView } from '../wire';
import { StepBody } from './StepBody';
import { elapsed, markWord, stepName } from './words';

interface IStepCard {
  step: StepRecord;
  view: TraceView;
  open: boolean;
  onToggle: (open: boolean) => void;
  /** What the children say already. */
  told: ITold | null;
  /** What is in sight whether the card is open or not. */
  children?: ReactNode;
}

/** One step: a line when it is closed; when it is open, everything known about it. */
export function StepCard({ step, view, open, onToggle, told, children }: IStepCard): JSX.Element {
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
          <StepBody step={step} view={view} told={told}>
            {children}
          </StepBody>
        </div>
      ) : (
        children && <div className="jp-AssembleTrace-stepBody">{children}</div>
      )}
    </li>
  );
}
