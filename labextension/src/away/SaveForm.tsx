import React, { useId } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import type { ErrorRecord } from '../wire';
import { Format, formats } from './formats';

interface ISaveForm {
  chosen: Format;
  busy: boolean;
  error: ErrorRecord | null;
  onChoose: (format: Format) => void;
}

/** The formats to choose from, with what each is good for. */
export function SaveForm({ chosen, busy, error, onChoose }: ISaveForm): JSX.Element {
  const { trans } = useEnv();
  const id = useId();
  return (
    <fieldset className="jp-AssembleTrace-save">
      <legend className="jp-AssembleTrace-unseen">{trans.__('Format')}</legend>
      {formats(trans).map(({ key, label, goodFor }) => (
        <label key={key} data-format={key}>
          <input
            type="radio"
            name={id}
            value={key}
            checked={key === chosen}
            aria-describedby={`${id}-${key}`}
            onChange={() => onChoose(key)}
          />
          <span>{label}</span>
          <span id={`${id}-${key}`} className="jp-AssembleTrace-note">
            {goodFor}
          </span>
        </label>
      ))}
      <div role="status">
        {busy && <p className="jp-AssembleTrace-note">{trans.__('Making the file…')}</p>}
      </div>
      <div role="alert">{error && <ErrorNote error={error} />}</div>
    </fieldset>
  );
}
