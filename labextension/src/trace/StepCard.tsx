import React, { ReactNode } from 'react';

import type { ITold } from '../card/card';
import type { StepRecord, TraceView } from '../wire';
import { StepBody } from './StepBody';
import { StepFrame } from './StepFrame';

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
  return (
    <StepFrame step={step} open={open} onToggle={onToggle}>
      {open ? (
        <StepBody step={step} view={view} told={told}>
          {children}
        </StepBody>
      ) : (
        children
      )}
    </StepFrame>
  );
}
