import React, { useId } from 'react';

import { useDrawing } from '../env';
import { Depth, DEPTHS, LessonName } from './depths';

interface IDepthChoice {
  page: LessonName;
  depth: Depth;
  onChoose: (depth: Depth) => void;
}

/** How deep a page explains, to choose. */
export function DepthChoice({ page, depth, onChoose }: IDepthChoice): JSX.Element {
  const { trans } = useDrawing();
  const group = useId();
  const words: Record<Depth, [string, string]> = {
    what: [trans.__('What'), trans.__('What happens, in plain words')],
    why: [trans.__('Why'), trans.__('Why it is done like this')],
    inside: [
      trans.__('Inside'),
      page.startsWith('checks/')
        ? trans.__('What Ballet really does, and what it does not see')
        : trans.__('What git and the forge do inside')
    ]
  };
  return (
    <fieldset className="jp-AssembleTrace-depth">
      <legend className="jp-AssembleTrace-unseen">{trans.__('How deep to explain')}</legend>
      {DEPTHS.map(one => (
        <label key={one} title={words[one][1]}>
          <input
            type="radio"
            name={group}
            value={one}
            checked={one === depth}
            onChange={() => onChoose(one)}
          />
          <span>{words[one][0]}</span>
        </label>
      ))}
    </fieldset>
  );
}
