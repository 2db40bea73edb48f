import React, { useEffect, useMemo, useRef } from 'react';

import { Glyph } from '../common/Glyph';
import { useDrawing } from '../env';
import { useSignal } from '../hooks';
import type { StepRecord } from '../wire';
import { leftOut } from './at';
import { waited } from './words';
import { Marks } from './Marks';
import { PlayerModel, SPEEDS } from './model';
import { Scrub } from './Scrub';

interface IControls {
  player: PlayerModel;
  /** The steps as they are at this moment. */
  steps: StepRecord[];
}

/** Everything that moves the replay: it stays in sight above what is played. */
export function Controls({ player, steps }: IControls): JSX.Element {
  const { trans } = useDrawing();
  const { playing, over, speed, pausing } = useSignal(player.changed, () => player.state);
  const play = useRef<HTMLButtonElement>(null);
  useEffect(() => play.current?.focus({ preventScroll: true }), [player]);
  const idle = useMemo(() => leftOut(player.replay), [player]);
  const button = (action: 'previous' | 'next', label: string, key: string): JSX.Element => (
    <button
      type="button"
      className="jp-AssembleTrace-playerButton"
      data-action={`${action}-mark`}
      title={`${label} (${key})`}
      aria-label={label}
      aria-keyshortcuts={key}
      onClick={() => player[action]()}
    >
      <Glyph name={action} />
    </button>
  );
  return (
    <div className="jp-AssembleTrace-controls">
      <div className="jp-AssembleTrace-controlsLine">
        {button('previous', trans.__('Back to the step before'), '[')}
        <button
          ref={play}
          type="button"
          className="jp-AssembleTrace-playerButton jp-mod-play"
          data-action="play"
          data-playing={playing}
          aria-keyshortcuts="Space"
          onClick={() => player.toggle()}
        >
          <Glyph name={playing ? 'pause' : 'play'} />
          {playing ? trans.__('Pause') : over ? trans.__('Play again') : trans.__('Play')}
        </button>
        {button('next', trans.__('On to the next step'), ']')}
      </div>
      <Scrub player={player} steps={steps} />
      <Marks player={player} steps={steps} />
      <div className="jp-AssembleTrace-controlsLine">
        <label className="jp-AssembleTrace-switch">
          <input
            type="checkbox"
            role="switch"
            data-field="pausing"
            checked={pausing}
            onChange={event => player.setPausing(event.target.checked)}
          />
          {trans.__('Pause at each step')}
        </label>
        <label className="jp-AssembleTrace-speed">
          <span className="jp-AssembleTrace-unseen">{trans.__('Speed')}</span>
          <select
            data-field="speed"
            value={speed}
            onChange={event => player.setSpeed(Number(event.target.value))}
          >
            {SPEEDS.map(one => (
              <option key={one} value={one}>
                {`${one} ×`}
              </option>
            ))}
          </select>
        </label>
        {idle >= 0.5 && (
          <span className="jp-AssembleTrace-note" data-left-out>
            {trans.__('%1 of waiting left out', waited(idle))}
          </span>
        )}
      </div>
    </div>
  );
}
