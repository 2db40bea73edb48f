import React, { ReactNode } from 'react';

import type { ITold } from '../card/card';
import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { CopyLink } from '../history/CopyLink';
import { CheckIndex } from '../lessons/CheckIndex';
import { Lesson } from '../lessons/Lesson';
import { Travel } from '../travel/Travel';
import type { StepRecord, TraceView } from '../wire';
import { Basis } from './Basis';
import { Changes } from './Changes';
import { Checks } from './Checks';
import { Commands } from './Commands';
import { CopyScript } from './CopyScript';
import { Graph } from './Graph';
import { stepPicture } from './graph';
import { Outcome } from './Outcome';
import { Pause } from './Pause';
import { readCheckRuns } from './report';
import { Requests } from './Requests';

interface IStepBody {
  step: StepRecord;
  view: TraceView;
  told: ITold | null;
  children?: ReactNode;
}

/** Everything known about a step: what it is for, its commands, what came of it, a picture. */
export function StepBody({ step, view, told, children }: IStepBody): JSX.Element {
  const { trans } = useEnv();
  const { trace } = view;
  const paused = step.status === 'paused';
  const lines = view.shown[step.key] ?? [];
  const runs = readCheckRuns(step.outcome?.checks);
  const pressed = trace.steps[0]?.started_at ?? null;
  const page = (
    <>
      <Lesson kind="steps" name={step.key} meanwhile={step.purpose} />
      {step.key === 'ci' && <CheckIndex />}
    </>
  );
  return (
    <>
      {paused && <Pause view={view} />}
      <Basis step={step} />
      {children}
      {step.error ? (
        <>
          {children ? (
            <Lesson kind="errors" name={step.error.code} />
          ) : (
            <ErrorNote error={step.error}>
              <Lesson kind="errors" name={step.error.code} />
            </ErrorNote>
          )}
          <Disclosure label={trans.__('About this step')}>{() => page}</Disclosure>
        </>
      ) : (
        page
      )}
      <Checks runs={runs.filter(run => !told?.stages.includes(run.key))} told={told} />
      {step.key === 'commit' && <Changes view={view} />}
      {lines.length > 0 && (
        <section>
          <h4>{trans.__('The same by hand')}</h4>
          <Commands lines={lines} />
          <CopyScript submission={trace.id} shortId={trace.short_id} lines={lines} />
        </section>
      )}
      <Outcome outcome={told ? { ...step.outcome, Verdict: null } : (step.outcome ?? {})} />
      <Graph
        picture={stepPicture(trace, step.key)}
        label={trans.__('Picture: before and after')}
        startsOpen={paused}
      />
      <Requests step={step} pressed={pressed} />
      <Travel step={step} view={view} />
      <CopyLink submission={trace.id} step={step.key} />
    </>
  );
}
