import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { isActive } from '../trace/reading';
import type { TraceView } from '../wire';

type Change = 'keep' | 'archive' | 'release' | 'list' | 'delete';

/** Keeps, puts away or deletes a record, once nothing is at work on it; what that means first. */
export function ShelfActions({ view }: { view: TraceView }): JSX.Element | null {
  const { model, trans } = useEnv();
  const busy = useSignal(model.changed, () => model.state.busy);
  if (isActive(view.trace.status)) {
    return null;
  }
  const shelf = view.shelf ?? 'listed';
  const does: Record<Change, () => Promise<void>> = {
    keep: () => model.shelve('kept'),
    release: () => model.shelve('listed'),
    archive: () => model.shelve('archived'),
    list: () => model.shelve('listed'),
    delete: () => model.remove()
  };
  const ask = async (change: Change): Promise<void> => {
    const { title, body, label } = meaning(change, view, trans);
    const make = change === 'delete' ? Dialog.warnButton : Dialog.okButton;
    const { button } = await showDialog({
      title,
      body,
      buttons: [Dialog.cancelButton(), make({ label })],
      defaultButton: change === 'delete' ? 0 : 1
    });
    if (button.accept) {
      await does[change]();
      // Another record may be in view now, and the button gone.
      document.querySelector<HTMLElement>('.jp-AssembleTrace-historyToggle')?.focus();
    }
  };
  const changes: Change[] =
    shelf === 'kept'
      ? ['release']
      : [shelf === 'archived' ? 'list' : 'keep', ...(shelf === 'listed' ? ARCHIVE : []), 'delete'];
  return (
    <div className="jp-AssembleTrace-shelf">
      {shelf !== 'listed' && (
        <p className="jp-AssembleTrace-note" data-shelf={shelf}>
          {shelf === 'kept'
            ? trans.__('This record is kept: it cannot be deleted.')
            : trans.__('This record is archived: only a search finds it.')}
        </p>
      )}
      <div className="jp-AssembleTrace-buttons">
        {changes.map(change => (
          <button
            key={change}
            type="button"
            className="jp-AssembleTrace-button jp-mod-quiet"
            data-action={change}
            disabled={busy}
            onClick={() => void ask(change)}
          >
            {meaning(change, view, trans).button}
          </button>
        ))}
      </div>
    </div>
  );
}

const ARCHIVE: Change[] = ['archive'];

/** What a change is called, and what it means. */
function meaning(
  change: Change,
  { trace, imported }: TraceView,
  trans: TranslationBundle
): { button: string; title: string; body: string; label: string } {
  const name = trace.short_id;
  const number = trace.pull_request?.number;
  switch (change) {
    case 'keep':
      return {
        button: trans.__('Keep…'),
        title: trans.__('Keep this record?'),
        body: trans.__(
          'Submission %1 stays in the history and cannot be deleted, until you release it. Nothing is sent anywhere.',
          name
        ),
        label: trans.__('Keep')
      };
    case 'release':
      return {
        button: trans.__('Release…'),
        title: trans.__('Release this record?'),
        body: trans.__(
          'Submission %1 stays in the history like any other, and can be archived and deleted again.',
          name
        ),
        label: trans.__('Release')
      };
    case 'archive':
      return {
        button: trans.__('Archive…'),
        title: trans.__('Archive this record?'),
        body: trans.__(
          'Submission %1 leaves the list. Nothing of it is lost: a search finds it, and it can be put back at any time.',
          name
        ),
        label: trans.__('Archive')
      };
    case 'list':
      return {
        button: trans.__('Put back…'),
        title: trans.__('Put this record back into the list?'),
        body: trans.__('Submission %1 is in the history again, where it was before.', name),
        label: trans.__('Put back')
      };
    case 'delete':
      return {
        button: trans.__('Delete this record'),
        title: trans.__('Delete this record?'),
        body: imported
          ? trans.__(
              'What was read in of submission %1 is forgotten on this computer. The file that it came from stays.',
              name
            )
          : number === undefined
            ? trans.__(
                'The steps of submission %1 are forgotten on this computer, for good. Nothing was sent.',
                name
              )
            : trans.__(
                'The steps of submission %1 are forgotten on this computer, for good. Pull request #%2 and its branch stay where they are.',
                name,
                number
              ),
        label: trans.__('Delete record')
      };
  }
}
