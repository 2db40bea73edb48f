import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import { useSignal } from '../hooks';
import { Mark as State, markWord } from '../trace/words';
import type { Mark, StepRecord } from '../wire';
import { HAIR } from './at';
import type { PlayerModel } from './model';
import { markName } from './words';

interface IMarks {
  player: PlayerModel;
  steps: StepRecord[];
}

/** A button for each step: how it stands at this moment, and the way to where it begins. */
export function Marks({ player, steps }: IMarks): JSX.Element {
  const { trans } = useDrawing();
  useSignal(player.changed, () => player.state);
  const { marks } = player.replay;
  const passed = marks.filter(mark => mark.played <= player.position + HAIR).length;
  return (
    <ol className="jp-AssembleTrace-playerMarks" aria-label={trans.__('Marks')}>
      {marks.map((mark, index) => {
        const state = stateOf(mark, steps, index < passed);
        return (
          <li key={mark.key}>
            <button
              type="button"
              data-mark={mark.key}
              data-status={state}
              title={`${markName(mark, trans)}: ${markWord(state, trans)}`}
              aria-current={index === passed - 1 ? 'step' : undefined}
              onClick={() => player.seek(mark.played)}
            >
              <StatusIcon mark={state} />
              <span className="jp-AssembleTrace-markName">{markName(mark, trans)}</span>
              <span className="jp-AssembleTrace-unseen">{markWord(state, trans)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function stateOf({ key }: Mark, steps: StepRecord[], come: boolean): State {
  if (key === 'since') {
    return come ? 'passed' : 'pending';
  }
  return steps.find(step => step.key === key)?.status ?? 'pending';
}
