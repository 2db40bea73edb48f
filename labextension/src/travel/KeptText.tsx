import React, { useEffect, useState } from 'react';

import { CodeBlock } from '../common/CodeBlock';
import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { recordOf } from '../refusal';
import type { ErrorRecord, KeptFile } from '../wire';

interface IKeptText {
  submission: string;
  step: string;
  path: string;
}

/** A kept file, read when somebody asks for it. */
export function KeptText({ submission, step, path }: IKeptText): JSX.Element {
  const { client, trans } = useEnv();
  const [file, setFile] = useState<KeptFile | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  useEffect(() => {
    let wanted = true;
    client.keptFile(submission, step, path).then(
      read => wanted && setFile(read),
      reason => wanted && setError(recordOf(reason))
    );
    return () => {
      wanted = false;
    };
  }, [client, submission, step, path]);
  if (error) {
    return <ErrorNote error={error} />;
  }
  if (!file) {
    return <p className="jp-AssembleTrace-note">{trans.__('Reading…')}</p>;
  }
  if (!file.text) {
    const why = file.text === '' ? trans.__('It is empty.') : (file.why ?? '');
    return <p className="jp-AssembleTrace-note">{why}</p>;
  }
  return <CodeBlock code={file.text} language={languageOf(path)} label={path} />;
}

function languageOf(path: string): string {
  return path.endsWith('.py') ? 'Python' : path.endsWith('.md') ? 'Markdown' : '';
}
