import { Dialog, showDialog } from '@jupyterlab/apputils';
import React, { useId } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { Commands } from '../trace/Commands';
import type { Sandbox, SandboxCheck, Shown } from '../wire';
import type { SandboxModel } from './model';

interface IYourself {
  submission: string;
  step: string;
  /** Why it cannot be done by hand, as far as that is known; empty where it can. */
  why: string;
}

/** A step to be done by hand, in a repository of its own. */
export function Yourself({ submission, step, why }: IYourself): JSX.Element {
  const { sandboxes, trans } = useEnv();
  const model = sandboxes.of(submission, step);
  const reason = useId();
  const { sandbox, check, terminal, busy, error } = useSignal(model.changed, () => model.state);
  return (
    <section className="jp-AssembleTrace-yourself" data-sandbox={sandbox?.id}>
      {sandbox ? (
        <>
          <h4>{trans.__('Do this step yourself')}</h4>
          <p>{sandbox.goal}</p>
          <p className="jp-AssembleTrace-note" data-terminal={terminal}>
            {terminal
              ? trans.__('A terminal is open in the sandbox. Type there:')
              : trans.__('Lab has no terminal here. Type in one of your own:')}
          </p>
          <Commands lines={terminal ? sandbox.lines : [entering(sandbox), ...sandbox.lines]} />
          {(sandbox.remarks ?? []).map(one => (
            <p key={one} className="jp-AssembleTrace-note">
              {one}
            </p>
          ))}
          <Buttons model={model} />
        </>
      ) : (
        <div>
          <button
            type="button"
            className="jp-AssembleTrace-button"
            data-action="open-sandbox"
            disabled={busy !== null || why !== ''}
            aria-describedby={why ? reason : undefined}
            onClick={() => void model.open()}
          >
            {trans.__('Do this step yourself…')}
          </button>
          {why && (
            <p id={reason} className="jp-AssembleTrace-note" data-obstacle="">
              {why}
            </p>
          )}
        </div>
      )}
      <div role="status">
        {busy === 'open' && (
          <p className="jp-AssembleTrace-note">
            {trans.__('Making a repository as it was before this step…')}
          </p>
        )}
        {check && <Judged check={check} />}
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}

/** The line that goes into a sandbox. */
function entering({ directory }: Sandbox): Shown {
  return { kind: 'shell', text: `cd '${directory.replace(/'/g, "'\\''")}'` };
}

function Buttons({ model }: { model: SandboxModel }): JSX.Element {
  const { trans } = useEnv();
  const busy = useSignal(model.changed, () => model.state.busy !== null);
  const close = async (): Promise<void> => {
    const { button } = await showDialog({
      title: trans.__('Delete this sandbox?'),
      body: trans.__(
        'The folder goes, with all that you did in it. The submission and its record stay as they are.'
      ),
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })],
      defaultButton: 0
    });
    if (button.accept) {
      await model.close();
    }
  };
  return (
    <div className="jp-AssembleTrace-buttons">
      <button
        type="button"
        className="jp-AssembleTrace-button jp-mod-primary"
        data-action="check-sandbox"
        disabled={busy}
        onClick={() => void model.check()}
      >
        {trans.__('Check what I did')}
      </button>
      <button
        type="button"
        className="jp-AssembleTrace-button"
        data-action="enter-sandbox"
        disabled={busy}
        onClick={() => void model.go()}
      >
        {trans.__('Go there')}
      </button>
      <button
        type="button"
        className="jp-AssembleTrace-button"
        data-action="close-sandbox"
        disabled={busy}
        onClick={() => void close()}
      >
        {trans.__('Delete it…')}
      </button>
    </div>
  );
}

/** Whether the step is done, and what was looked at to say so. */
function Judged({ check }: { check: SandboxCheck }): JSX.Element {
  const { trans } = useEnv();
  return (
    <div className="jp-AssembleTrace-judged" data-done={check.done}>
      <p className="jp-AssembleTrace-outcome">
        <StatusIcon mark={check.done ? 'passed' : 'waiting'} />
        <span>{check.sentence}</span>
      </p>
      <ul>
        {check.findings.map(one => (
          <li key={one.what} data-good={one.good}>
            <StatusIcon mark={one.good ? 'passed' : 'failed'} />
            <span>
              {one.good
                ? trans.__('%1: %2', one.what, one.found)
                : trans.__('%1: %2; wanted: %3', one.what, one.found, one.wanted)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
