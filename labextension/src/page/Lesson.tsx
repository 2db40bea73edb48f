import React, { useLayoutEffect, useRef, useState } from 'react';

import { useDrawing } from '../env';
import type { Depth, LessonName } from '../lessons/depths';
import { DepthChoice } from '../lessons/DepthChoice';
import { explained, partOf } from './explained';

interface ILesson {
  name: LessonName;
  meanwhile?: string;
}

/** The depth that was chosen last: it holds for every page of this file. */
let chosen: Depth = 'what';

/** A page that explains, taken from the text of this file. */
export function Lesson({ name, meanwhile }: ILesson): JSX.Element {
  const { trans } = useDrawing();
  const [depth, setDepth] = useState(chosen);
  const host = useRef<HTMLDivElement>(null);
  const known = partOf(name, 'what') !== null;
  useLayoutEffect(() => {
    const part = partOf(name, depth);
    if (host.current && part) {
      const terms = explained(host.current, part, trans);
      return () => terms.dispose();
    }
  }, [name, depth, trans]);
  if (!known) {
    return <p>{meanwhile ?? trans.__('This file has no page about it.')}</p>;
  }
  return (
    <div className="jp-AssembleTrace-lesson" data-lesson={name} data-depth={depth}>
      <DepthChoice
        page={name}
        depth={depth}
        onChoose={one => {
          chosen = one;
          setDepth(one);
        }}
      />
      <div className="jp-AssembleTrace-markdown">
        <div ref={host} className="jp-RenderedHTMLCommon" />
      </div>
    </div>
  );
}
