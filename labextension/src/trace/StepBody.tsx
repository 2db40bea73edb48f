import React, { ReactNode } from 'react';

import type { ITold } from '../card/card';
import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { CheckIndex } from '../lessons/CheckIndex';
import { Lesson } from '../lessons/Lesson';
import type { StepRecord, TraceView } from '../wire';
import { Checks } from './Checks';
import { Commands } from './Commands';
import { CopyScript } from './CopyScript';
import { Diff } from './Diff';
import { Graph } from './Graph';
import { stepPicture } from './graph';
import { Outcome } from './Outcome';
import { Pause } from './Pause';
import { ProofNote } from './ProofNote';
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
    </>
  );
}

/** What the commit does to the project's files, and whether it is the one foretold. */
function Changes({ view }: { view: TraceView }): JSX.Element {
  const { trans } = useEnv();
  const changes = view.changes ?? [];
  const difference = view.difference ?? [];
  const { attempt = 1 } = view.trace;
  const whole = <Diff files={changes} heading={trans.__('What the commit changes')} />;
  return (
    <>
      {view.proof && <ProofNote proof={view.proof} />}
      <Diff
        files={difference}
        heading={trans.__('What is different from attempt %1', attempt - 1)}
      />
      {difference.length > 0 && changes.length > 0 ? (
        <Disclosure label={trans.__('All that the commit changes')}>{() => whole}</Disclosure>
      ) : (
        whole
      )}
    </>
  );
}
