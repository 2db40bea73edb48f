import React, { useCallback, useRef } from 'react';

import { SubmissionContext, useDrawing } from '../env';
import { Judgement, judgementOf } from '../trace/Judgement';
import type { StepKey } from '../trace/reading';
import { SinceThen } from '../trace/SinceThen';
import type { Shown, TraceView } from '../wire';
import type { PlayerModel } from './model';
import { PlayedStep } from './PlayedStep';

interface IStage {
  player: PlayerModel;
  /** The submission as it was. */
  view: TraceView;
  /** The step that is played. */
  step: StepKey | null;
  /** What the person opened or closed. */
  cards: Readonly<Record<string, boolean>>;
  onToggle: (key: StepKey, open: boolean) => void;
}

const NO_LINES: Shown[] = [];

/** The steps, the verdict and what came since then, as they were. */
export function Stage({ player, view, step, cards, onToggle }: IStage): JSX.Element {
  const { trans } = useDrawing();
  const { trace } = view;
  const latest = useRef(onToggle);
  latest.current = onToggle;
  const toggle = useCallback((key: StepKey, open: boolean) => latest.current(key, open), []);
  const judgement = judgementOf(view);
  return (
    <SubmissionContext.Provider value={trace.id}>
      <ol className="jp-AssembleTrace-steps" aria-label={trans.__('Steps')}>
        {trace.steps.map(one => (
          <PlayedStep
            key={one.key}
            player={player}
            step={one}
            lines={view.shown[one.key] ?? NO_LINES}
            view={view}
            current={one.key === step}
            open={cards[one.key] ?? one.key === step}
            onToggle={toggle}
          >
            {one.key === 'ci' && judgement.told && <Judgement view={view} />}
          </PlayedStep>
        ))}
      </ol>
      <SinceThen trace={trace} told={judgement.told} />
    </SubmissionContext.Provider>
  );
}
