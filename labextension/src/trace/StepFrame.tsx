import React, { ReactNode } from 'react';

import { Glyph } from '../common/Glyph';
import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import type { StepRecord } from '../wire';
import { elapsed, markWord, stepName } from './words';

interface IStepFrame {
  step: StepRecord;
  open: boolean;
  onToggle: (open: boolean) => void;
  children?: ReactNode;
}

/** The line of a step, and below it whatever is there to be seen. */
export function StepFrame({ step, open, onToggle, children }: IStepFrame): JSX.Element {
  const { trans } = useDrawing();
  const status = step.status ?? 'pending';
  const body = `jp-AssembleTrace-body-${step.key}`;
  const took = elapsed(step.started_at, step.finished_at);
  // Of what nobody recorded, only the times that are left are known: the same twice is no span.
  const spanned = (step.basis ?? 'recorded') === 'recorded' || step.started_at !== step.finished_at;
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
          <span className="jp-AssembleTrace-word">
            {markWord(status, trans)}
            {step.basis === 'known' && ` · ${trans.__('known')}`}
            {step.basis === 'inferred' && ` · ${trans.__('concluded')}`}
          </span>
          {took && spanned && <span className="jp-AssembleTrace-took">{took}</span>}
          <span className="jp-AssembleTrace-caret">
            <Glyph name="caret" />
          </span>
        </button>
      </h3>
      {moving && step.progress && (
        <p className="jp-AssembleTrace-progress" data-progress={step.key}>
          {step.progress}
        </p>
      )}
      {(open || children) && (
        <div id={body} className="jp-AssembleTrace-stepBody">
          {children}
        </div>
      )}
    </li>
  );
}
