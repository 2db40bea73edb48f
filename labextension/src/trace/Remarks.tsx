import React, { useState } from 'react';

import { Disclosure } from '../common/Disclosure';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { Remark } from '../wire';

/** A word to the others on the pull request; while it is open, also a review or the merge. */
export function Remarks({ open }: { open: boolean }): JSX.Element {
  const { trans } = useEnv();
  return (
    <Disclosure
      className="jp-AssembleTrace-remarks"
      label={open ? trans.__('Comment, review or merge') : trans.__('Comment')}
    >
      {() => <RemarkForm open={open} />}
    </Disclosure>
  );
}

function RemarkForm({ open }: { open: boolean }): JSX.Element {
  const { model, trans } = useEnv();
  const busy = useSignal(model.changed, () => model.state.busy);
  const [body, setBody] = useState('');
  const said = body.trim();
  const send = async (kind: 'comments' | 'reviews', event: Remark['event']): Promise<void> => {
    await model.remark(kind, { body: said, event });
    // What was typed is only let go once it has arrived.
    if (!model.state.error) {
      setBody('');
    }
  };
  const button = (label: string, enabled: boolean, press: () => void): JSX.Element => (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      disabled={busy || !enabled}
      onClick={press}
    >
      {label}
    </button>
  );
  return (
    <div className="jp-AssembleTrace-form">
      <label>
        {trans.__('Your words')}
        <textarea
          className="jp-mod-styled"
          rows={3}
          value={body}
          onChange={event => setBody(event.target.value)}
        />
      </label>
      <div className="jp-AssembleTrace-buttons">
        {button(trans.__('Comment'), said !== '', () => void send('comments', 'COMMENT'))}
        {open && (
          <>
            {button(trans.__('Approve'), true, () => void send('reviews', 'APPROVE'))}
            {button(
              trans.__('Request changes'),
              said !== '',
              () => void send('reviews', 'REQUEST_CHANGES')
            )}
            {button(trans.__('Merge'), true, () => void model.act('merge'))}
          </>
        )}
      </div>
    </div>
  );
}
