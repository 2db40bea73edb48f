import React, { ReactNode } from 'react';

import { CopyButton } from '../common/CopyButton';
import { useDrawing } from '../env';
import type { Shown } from '../wire';

interface ICommands {
  lines: Shown[];
  /** How the text of the last line is drawn, where not as it is. */
  last?: (text: string) => ReactNode;
}

/** The commands a person would type, each ready to be copied. */
export function Commands({ lines, last }: ICommands): JSX.Element {
  const { trans } = useDrawing();
  return (
    <ul className="jp-AssembleTrace-commands" aria-label={trans.__('Commands')}>
      {lines.map((line, index) => (
        <li key={index} data-kind={line.kind}>
          {line.gh && (
            <p className="jp-AssembleTrace-note">
              {trans.__('A call to the forge’s API. By hand:')}
            </p>
          )}
          <Line
            text={line.text}
            what={trans.__('the command')}
            draw={index === lines.length - 1 ? last : undefined}
          />
          {line.gh && (
            <>
              <p className="jp-AssembleTrace-note">{trans.__('or, with GitHub’s own command:')}</p>
              <Line text={line.gh} what={trans.__('the gh command')} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

interface ILine {
  text: string;
  what: string;
  draw?: (text: string) => ReactNode;
}

function Line({ text, what, draw = unbroken }: ILine): JSX.Element {
  return (
    <div className="jp-AssembleTrace-command">
      <pre tabIndex={0} aria-label={what}>
        <code>{draw(text)}</code>
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}

/** The same text, in which no option is broken at its hyphens (`--fail` into `-` and `-fail`). */
function unbroken(text: string): ReactNode[] {
  return text.split(/(?<=\s)(?=-)|(?<=\s-\S{1,40})(?=\s)/).map((part, index) =>
    part.startsWith('-') && part.length <= 40 ? (
      <span key={index} className="jp-AssembleTrace-option">
        {part}
      </span>
    ) : (
      part
    )
  );
}
