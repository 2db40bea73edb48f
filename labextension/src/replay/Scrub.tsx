import type { TranslationBundle } from '@jupyterlab/translation';
import React, { KeyboardEvent, useLayoutEffect, useRef } from 'react';

import { useDrawing } from '../env';
import { markWord, stepName } from '../trace/words';
import type { StepRecord } from '../wire';
import { stepAt } from './at';
import type { PlayerModel } from './model';
import { clockTime, markName } from './words';

interface IScrub {
  player: PlayerModel;
  steps: StepRecord[];
}

/** The position, to be seen and to be moved. It changes with each frame, without React. */
export function Scrub({ player, steps }: IScrub): JSX.Element {
  const { trans } = useDrawing();
  const { duration, marks } = player.replay;
  const range = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    let said = '';
    const draw = (): void => {
      const { position } = player;
      if (!range.current || !time.current) {
        return;
      }
      range.current.value = String(position);
      const part = duration > 0 ? position / duration : 1;
      range.current.style.setProperty('--jp-AssembleTrace-played', String(part));
      const now = clockTime(position);
      const words = `${now}, ${stateWords(player, steps, trans)}`;
      if (words !== said) {
        said = words;
        time.current.textContent = now;
        range.current.setAttribute('aria-valuetext', words);
      }
    };
    draw();
    player.moved.connect(draw);
    return () => {
      player.moved.disconnect(draw);
    };
  }, [player, steps, duration, trans]);
  const press = (event: KeyboardEvent): void => {
    const seconds = SECONDS[event.key];
    if (seconds !== undefined) {
      event.preventDefault();
      player.seek(player.position + seconds);
    }
  };
  return (
    <div className="jp-AssembleTrace-scrub">
      <div className="jp-AssembleTrace-track">
        <input
          ref={range}
          type="range"
          data-field="position"
          min={0}
          max={duration}
          step="any"
          defaultValue={0}
          aria-label={trans.__('Position')}
          onInput={event => player.seek(Number(event.currentTarget.value))}
          onKeyDown={press}
        />
        <span aria-hidden="true">
          {marks.map(mark => (
            <i
              key={mark.key}
              title={markName(mark, trans)}
              style={{ insetInlineStart: `${duration > 0 ? (mark.played / duration) * 100 : 0}%` }}
            />
          ))}
        </span>
      </div>
      <p className="jp-AssembleTrace-note">
        <span ref={time} /> / {clockTime(duration)}
      </p>
    </div>
  );
}

/** How far an arrow key goes, in played seconds. */
const SECONDS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -5,
  PageUp: 5
};

/** Which step it is and how it stands, for those who do not see it. */
function stateWords(player: PlayerModel, steps: StepRecord[], trans: TranslationBundle): string {
  const { index } = player.state;
  const key = stepAt(player.replay, index);
  const step = steps.find(one => one.key === key);
  if (!step) {
    return player.replay.moments[index]?.kind === 'since'
      ? trans.__('Since then')
      : trans.__('before the first step');
  }
  const word = markWord(step.status ?? 'pending', trans);
  return trans.__('%1: %2', stepName(step.key, trans), word);
}
