import React, { ReactNode, useEffect, useMemo, useState } from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { recordOf } from '../refusal';
import { partsOf } from './depths';
import { DepthSwitch } from './DepthSwitch';
import { Markdown } from './Markdown';

interface ILesson {
  kind: 'steps' | 'errors' | 'checks';
  name: string;
  /** What to say until the page is there, and if it cannot be read. */
  meanwhile?: string;
  /** What goes with the page, once it is there. */
  children?: ReactNode;
}

/** The page that explains a step, an error or a check, at the depth that the person wants. */
export function Lesson({ kind, name, meanwhile, children }: ILesson): JSX.Element {
  const { client, model, trans } = useEnv();
  const [page, setPage] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const depth = useSignal(model.changed, () => model.depthOf(`${kind}/${name}`));
  const parts = useMemo(() => (page === null ? null : partsOf(page)), [page]);
  useEffect(() => {
    let wanted = true;
    client.lesson(kind, name).then(
      text => wanted && setPage(text),
      reason => wanted && setTrouble(recordOf(reason).message)
    );
    return () => {
      wanted = false;
    };
  }, [client, kind, name]);
  return (
    <div className="jp-AssembleTrace-lesson" data-lesson={`${kind}/${name}`} data-depth={depth}>
      <DepthSwitch page={`${kind}/${name}`} />
      {parts ? (
        <Markdown text={parts[depth] ?? ''} />
      ) : (
        <p>{meanwhile ?? (trouble === null && trans.__('Reading the page…'))}</p>
      )}
      {parts && children}
      {trouble !== null && <p>{trans.__('This page could not be read. %1', trouble)}</p>}
    </div>
  );
}
