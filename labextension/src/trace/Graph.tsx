import React, { useId } from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import type { IPicture, IScene } from './graph';
import { describe, sentences } from './graphwords';
import { Dot, Label, Lane, Pull } from './GraphParts';
import { LANE, WIDTH } from './layout';

interface IGraph {
  picture: IPicture | null;
  label: string;
  startsOpen?: boolean;
}

/** Where everything is before a step and after it: two small pictures, and the same in words. */
export function Graph({ picture, label, startsOpen }: IGraph): JSX.Element | null {
  return picture ? (
    <Disclosure className="jp-AssembleTrace-graph" label={label} startsOpen={startsOpen}>
      {() => <Pictures picture={picture} />}
    </Disclosure>
  ) : null;
}

function Pictures({ picture }: { picture: IPicture }): JSX.Element {
  const { trans } = useDrawing();
  const { before, after, kind } = picture;
  const once = kind === 'same' ? trans.__('Before and after') : trans.__('Before');
  return (
    <div className="jp-AssembleTrace-pictures" data-picture={kind}>
      <div>
        <Scene scene={before} name={once} />
        {after && (
          <Scene
            scene={after}
            name={kind === 'planned' ? trans.__('After, as planned') : trans.__('After')}
          />
        )}
      </div>
      <ul>
        {sentences(picture, trans).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function Scene({ scene, name }: { scene: IScene; name: string }): JSX.Element {
  const { trans } = useDrawing();
  const id = useId();
  const height = scene.lanes.length * LANE;
  return (
    <figure>
      <figcaption aria-hidden="true">{name}</figcaption>
      <svg
        role="img"
        aria-labelledby={`${id}title`}
        aria-describedby={`${id}desc`}
        viewBox={`0 0 ${WIDTH} ${height}`}
        width={WIDTH}
        height={height}
      >
        <title id={`${id}title`}>{name}</title>
        <desc id={`${id}desc`}>{describe(scene, trans)}</desc>
        {scene.lanes.map(lane => (
          <Lane key={lane.key} lane={lane} scene={scene} />
        ))}
        {scene.dots.map(dot => (
          <Dot key={`${dot.lane} ${dot.commit}`} dot={dot} scene={scene} />
        ))}
        {scene.labels.map(label => (
          <Label key={`${label.lane} ${label.branch}`} label={label} scene={scene} />
        ))}
        <Pull scene={scene} />
      </svg>
    </figure>
  );
}
