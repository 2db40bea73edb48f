import React from 'react';

import { Card } from '../card/Card';
import { ITold, toldBy } from '../card/card';
import { readReport } from '../card/report';
import type { ErrorRecord, TraceView } from '../wire';
import { AgreementNote } from './AgreementNote';

/** What the card of a submission says, and what kept CI from judging. */
export interface IJudgement {
  /** `null` where there is nothing to tell. */
  told: ITold | null;
  trouble: ErrorRecord | null;
}

export function judgementOf({ trace }: TraceView): IJudgement {
  const report = readReport(trace.evaluation);
  const ci = trace.steps.find(step => step.key === 'ci');
  const trouble = (ci?.status === 'failed' && ci.error) || null;
  return { told: report || trouble ? toldBy(report, trace.verdict, trouble) : null, trouble };
}

/** The card of a submission, and whether its trial had said the same. */
export function Judgement({ view }: { view: TraceView }): JSX.Element {
  const { trace, agreement } = view;
  return (
    <>
      <Card report={trace.evaluation} verdict={trace.verdict} trouble={judgementOf(view).trouble} />
      {agreement && <AgreementNote agreement={agreement} />}
    </>
  );
}
