import React from 'react';

import { useDrawing } from '../env';
import type { DiffLine, FileDiff } from '../wire';

interface IDiff {
  files: FileDiff[];
  heading: string;
  /** Where it stands, said to screen readers where the same may stand elsewhere, too. */
  at?: string;
}

/** What happens to some files, under a heading; nothing where there are none. */
export function Diff({ files, heading, at }: IDiff): JSX.Element | null {
  return files.length === 0 ? null : (
    <section>
      <h4>{heading}</h4>
      {files.map(file => (
        <OneFile key={file.path} file={file} at={at} />
      ))}
    </section>
  );
}

/** What happens to a file, line by line, with signs and not by colour alone. */
function OneFile({ file, at }: { file: FileDiff; at?: string }): JSX.Element {
  const { trans } = useDrawing();
  const label = trans.__('What changes in %1', file.path);
  return (
    <figure className="jp-AssembleTrace-diff" data-file={file.path}>
      <figcaption>
        <code>{file.path}</code>{' '}
        <span className="jp-AssembleTrace-note">
          {[file.new ? trans.__('new file') : '', counts(file)].filter(Boolean).join(' · ')}
        </span>
      </figcaption>
      {file.lines.length > 0 ? (
        <pre
          className="jp-AssembleTrace-code"
          role="region"
          aria-label={at === undefined ? label : `${label}: ${at}`}
          tabIndex={0}
        >
          <code>
            {file.lines.map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </code>
        </pre>
      ) : (
        <p className="jp-AssembleTrace-note">{trans.__('It is empty.')}</p>
      )}
    </figure>
  );
}

function Line({ line }: { line: DiffLine }): JSX.Element {
  const text = (
    <>
      <span className="jp-AssembleTrace-sign">{line.mark}</span>
      {`${line.text}\n`}
    </>
  );
  switch (line.mark) {
    case '+':
      return <ins>{text}</ins>;
    case '-':
      return <del>{text}</del>;
    default:
      return <span>{text}</span>;
  }
}

function counts({ lines }: FileDiff): string {
  const count = (mark: DiffLine['mark']): number => lines.filter(one => one.mark === mark).length;
  return [
    ['+', count('+')],
    ['−', count('-')]
  ]
    .filter(([, number]) => number)
    .map(([sign, number]) => `${sign}${number}`)
    .join(' ');
}
