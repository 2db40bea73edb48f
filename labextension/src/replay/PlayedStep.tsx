import React, { memo, ReactNode } from 'react';

import { useDrawing } from '../env';
import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { Basis } from '../trace/Basis';
import { Changes } from '../trace/Changes';
import { Checks } from '../trace/Checks';
import { Commands } from '../trace/Commands';
import { Graph } from '../trace/Graph';
import { stepPicture } from '../trace/graph';
import { judgementOf } from '../trace/Judgement';
import { Outcome } from '../trace/Outcome';
import type { StepKey } from '../trace/reading';
import { readCheckRuns } from '../trace/report';
import { Requests } from '../trace/Requests';
import { StepFrame } from '../trace/StepFrame';
import type { Shown, StepRecord, TraceView } from '../wire';
import type { PlayerModel } from './model';
import { Typed } from './Typed';

interface IPlayedStep {
  player: PlayerModel;
  step: StepRecord;
  /** What was typed by then. */
  lines: Shown[];
  view: TraceView;
  /** Whether this is the step that is played. */
  current: boolean;
  open: boolean;
  onToggle: (key: StepKey, open: boolean) => void;
  children?: ReactNode;
}

/** One step as it was at a moment. It is drawn again only where something of it is another. */
export const PlayedStep = memo(
  function PlayedStep({ children, ...props }: IPlayedStep): JSX.Element {
    const { step, open, onToggle } = props;
    return (
      <StepFrame step={step} open={open} onToggle={wanted => onToggle(step.key, wanted)}>
        {open ? <Body {...props}>{children}</Body> : children}
      </StepFrame>
    );
  },
  (before, after) =>
    before.step === after.step &&
    before.open === after.open &&
    before.current === after.current &&
    before.player === after.player &&
    before.view.trace.verdict === after.view.trace.verdict &&
    (!after.open || before.view === after.view)
);

/** What was typed, what came back, and how everything stood. */
function Body({ player, step, lines, view, current, children }: IPlayedStep): JSX.Element {
  const { explain, trans } = useDrawing();
  const { trace } = view;
  const { told } = step.key === 'ci' ? judgementOf(view) : { told: null };
  const runs = readCheckRuns(step.outcome?.checks);
  const { error } = step;
  return (
    <>
      <Basis step={step} />
      {children}
      {lines.length > 0 && (
        <section>
          <h4>{trans.__('The same by hand')}</h4>
          <Commands
            lines={lines}
            last={current ? text => <Typed player={player} text={text} /> : undefined}
          />
        </section>
      )}
      {error && !children && (
        <ErrorNote error={error}>
          <Disclosure label={trans.__('What this error means')}>
            {() => explain('errors', error.code)}
          </Disclosure>
        </ErrorNote>
      )}
      <Checks runs={runs.filter(run => !told?.stages.includes(run.key))} told={told} />
      {step.key === 'commit' && <Changes view={view} />}
      <Outcome outcome={told ? { ...step.outcome, Verdict: null } : (step.outcome ?? {})} />
      <Graph
        picture={stepPicture(trace, step.key)}
        label={trans.__('Picture: before and after')}
        startsOpen
      />
      <Requests step={step} pressed={trace.steps[0]?.started_at ?? null} />
      <Disclosure label={trans.__('About this step')}>
        {() => explain('steps', step.key, step.purpose)}
      </Disclosure>
    </>
  );
}
