import React, { useState } from 'react';

import type { ScriptFormat } from '../client';
import { copyText } from '../common/clipboard';
import { useEnv } from '../env';
import { recordOf, Refusal } from '../refusal';
import type { Shown } from '../wire';

interface ICopyScript {
  submission: string;
  shortId: string;
  /** One step's lines, as they are shown; without them, the whole submission. */
  lines?: Shown[];
}

/** Copies what a step or a whole submission stands for, to be run by hand. */
export function CopyScript({ submission, shortId, lines }: ICopyScript): JSX.Element {
  const { client, trans } = useEnv();
  const [said, setSaid] = useState('');
  const [trouble, setTrouble] = useState('');
  const copy = async (format: ScriptFormat): Promise<void> => {
    setSaid('');
    setTrouble('');
    try {
      const text = lines
        ? lines.map(line => `${line.text}\n`).join('')
        : (await client.script(submission, format)).script;
      await copyText(text);
      setSaid(format === 'sh' ? trans.__('Copied for bash.') : trans.__('Copied for PowerShell.'));
    } catch (reason) {
      const { message, advice } = recordOf(reason);
      setTrouble(
        reason instanceof Refusal
          ? [message, advice].filter(Boolean).join(' ')
          : trans.__(
              'The browser did not allow it. Press the button once more, or type in a terminal: assemble-trace traces export %1 --format %2',
              shortId,
              format
            )
      );
    }
  };
  const action = lines ? 'copy-step' : 'copy-script';
  const button = (format: ScriptFormat, label: string, name?: string): JSX.Element => (
    <button
      type="button"
      className="jp-AssembleTrace-link"
      data-action={format === 'sh' ? action : `${action}-${format}`}
      aria-label={name}
      onClick={() => void copy(format)}
    >
      {label}
    </button>
  );
  const what = lines ? trans.__('Copy this step') : trans.__('Copy all as a script');
  return (
    <div className="jp-AssembleTrace-copyScript">
      {button('sh', what)}
      {!lines && button('ps1', trans.__('for PowerShell'), trans.__('%1 for PowerShell', what))}
      <span role="status">{said}</span>
      {trouble && <p role="alert">{trouble}</p>}
    </div>
  );
}
