import React, { useEffect, useState } from 'react';

import { useEnv } from '../env';
import { recordOf } from '../refusal';
import { Markdown } from './Markdown';

/** The page that explains a step or an error, read when it is opened. */
export function Lesson({ kind, name }: { kind: 'steps' | 'errors'; name: string }): JSX.Element {
  const { client, trans } = useEnv();
  const [page, setPage] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
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
  if (trouble !== null) {
    return <p>{trans.__('This page could not be read. %1', trouble)}</p>;
  }
  return page === null ? <p>{trans.__('Reading the page…')}</p> : <Markdown text={page} />;
}
