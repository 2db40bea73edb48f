import React, { FormEvent, useId, useState } from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { ImportModel } from './model';

interface IRebuildForm {
  importing: ImportModel;
  /** Where a repository may be. */
  folder: string;
}

/** Which contribution to rebuild: a pull request on a forge, or a branch in a folder. */
export function RebuildForm({ importing, folder }: IRebuildForm): JSX.Element {
  const { trans } = useEnv();
  const { busy } = useSignal(importing.changed, () => importing.state);
  const [pull, setPull] = useState('');
  const [where, setWhere] = useState(folder);
  const [branch, setBranch] = useState('');
  const id = useId();
  const send = (event: FormEvent, work: () => Promise<void>): void => {
    event.preventDefault();
    event.stopPropagation();
    void work();
  };
  return (
    <>
      <form onSubmit={event => send(event, () => importing.pullRequest(pull.trim()))}>
        <label htmlFor={`${id}-pull`}>
          {trans.__('A pull request that somebody made by hand')}
        </label>
        <div className="jp-AssembleTrace-importLine">
          <input
            id={`${id}-pull`}
            className="jp-mod-styled"
            data-field="pull-request"
            value={pull}
            placeholder="owner/name#12"
            aria-describedby={`${id}-pullWhat`}
            spellCheck={false}
            onChange={event => setPull(event.target.value)}
          />
          <RebuildButton able={pull.trim() !== '' && !busy} />
        </div>
        <p id={`${id}-pullWhat`} className="jp-AssembleTrace-note">
          {trans.__(
            'Its name, or the address of its page. Nothing changes there; what the forge does not tell is concluded, and marked as such.'
          )}
        </p>
      </form>
      <form onSubmit={event => send(event, () => importing.branch(where.trim(), branch.trim()))}>
        <span id={`${id}-git`} className="jp-AssembleTrace-importTitle">
          {trans.__('A branch in a folder')}
        </span>
        <div
          className="jp-AssembleTrace-importLine"
          role="group"
          aria-labelledby={`${id}-git`}
          aria-describedby={`${id}-gitWhat`}
        >
          <label>
            {trans.__('Folder')}
            <input
              className="jp-mod-styled"
              data-field="folder"
              value={where}
              placeholder="/"
              spellCheck={false}
              onChange={event => setWhere(event.target.value)}
            />
          </label>
          <label>
            {trans.__('Branch')}
            <input
              className="jp-mod-styled"
              data-field="branch"
              value={branch}
              spellCheck={false}
              onChange={event => setBranch(event.target.value)}
            />
          </label>
          <RebuildButton able={branch.trim() !== '' && !busy} />
        </div>
        <p id={`${id}-gitWhat`} className="jp-AssembleTrace-note">
          {trans.__(
            'The folder as the file browser shows it. Nothing changes in it; what git does not tell is concluded, and marked as such.'
          )}
        </p>
      </form>
    </>
  );
}

function RebuildButton({ able }: { able: boolean }): JSX.Element {
  const { trans } = useEnv();
  return (
    <button
      type="submit"
      className="jp-AssembleTrace-button"
      data-action="rebuild"
      disabled={!able}
    >
      {trans.__('Rebuild')}
    </button>
  );
}
