import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { Exists, TraceView } from '../wire';
import { isActive } from './reading';

/** Whether a submission ended before it was whole, so that taking it back is called undoing. */
export function isUnfinished({ trace }: TraceView): boolean {
  return !isActive(trace.status) && trace.status !== 'submitted' && trace.status !== 'planned';
}

/** After a stop or a failure: what is on the forge already, and the way to undo it. */
export function LeftBehind({ view }: { view: TraceView }): JSX.Element | null {
  const { trans } = useEnv();
  const exists = view.exists ?? [];
  if (!isUnfinished(view) || exists.length === 0) {
    return null;
  }
  return (
    <section className="jp-AssembleTrace-left">
      <h3>{trans.__('What exists already on the forge')}</h3>
      <ul>
        {exists.map(one => (
          <li key={`${one.kind} ${one.name}`} data-exists={one.kind}>
            {thing(one, trans)}
          </li>
        ))}
      </ul>
      <Withdraw view={view} />
    </section>
  );
}

/** Takes a submission back, after saying what that closes and deletes. */
export function Withdraw({ view }: { view: TraceView }): JSX.Element | null {
  const { model, trans } = useEnv();
  const busy = useSignal(model.changed, () => model.state.busy);
  if (!view.can_withdraw) {
    return null;
  }
  const undo = isUnfinished(view);
  const label = undo ? trans.__('Undo') : trans.__('Withdraw');
  const ask = async (): Promise<void> => {
    const { button } = await showDialog({
      title: undo
        ? trans.__('Undo submission %1?', view.trace.short_id)
        : trans.__('Withdraw submission %1?', view.trace.short_id),
      body: <Consequences exists={view.exists ?? []} trans={trans} />,
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label })],
      defaultButton: 0
    });
    if (button.accept) {
      await model.withdraw();
    }
  };
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="withdraw"
      disabled={busy}
      onClick={() => void ask()}
    >
      {`${label}…`}
    </button>
  );
}

function Consequences({
  exists,
  trans
}: {
  exists: Exists[];
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <div className="jp-AssembleTrace-consequences">
      <ul>
        {exists.map(one => (
          <li key={`${one.kind} ${one.name}`}>{consequence(one, trans)}</li>
        ))}
      </ul>
      <p>{trans.__('Your notebook and the record of what happened stay as they are.')}</p>
    </div>
  );
}

function thing({ kind, name }: Exists, trans: TranslationBundle): string {
  const words: Record<Exists['kind'], string> = {
    fork: trans.__('your fork %1', name),
    branch: trans.__('the branch %1', name),
    pull_request: trans.__('the pull request %1', name)
  };
  return words[kind];
}

function consequence(one: Exists, trans: TranslationBundle): string {
  const { kind, name, undone_by_withdrawal } = one;
  if (!undone_by_withdrawal) {
    return kind === 'fork'
      ? trans.__('Your fork %1 stays.', name)
      : trans.__('This stays: %1.', thing(one, trans));
  }
  return kind === 'pull_request'
    ? trans.__('The pull request %1 is closed.', name)
    : trans.__('The branch %1 is deleted.', name);
}
