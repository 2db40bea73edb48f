import React, { useState } from 'react';

import { useEnv, useSubmission } from '../env';
import type { IInserted } from './inserting';
import { Lesson } from './Lesson';

/** The page of one of Ballet's checks, and a cell that shows the check at work. */
export function CheckLesson({ name }: { name: string }): JSX.Element {
  return (
    <Lesson kind="checks" name={name}>
      <InsertCell check={name} />
    </Lesson>
  );
}

function InsertCell({ check }: { check: string }): JSX.Element {
  const { insertCheck, trans } = useEnv();
  const submission = useSubmission();
  const [busy, setBusy] = useState(false);
  const [inserted, setInserted] = useState<IInserted | null>(null);
  const press = async (): Promise<void> => {
    setBusy(true);
    setInserted(null);
    try {
      setInserted(await insertCheck(check, submission));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="jp-AssembleTrace-insertCheck">
      <button
        type="button"
        className="jp-AssembleTrace-button"
        data-action="insert-check"
        aria-disabled={busy}
        onClick={() => void (busy || press())}
      >
        {trans.__('Insert a cell that shows this')}
      </button>
      <span className="jp-AssembleTrace-note" role="status">
        {inserted &&
          trans.__(
            'Inserted below cell %1 of “%2”. It is yours to run, to change, or to delete.',
            inserted.below,
            inserted.path
          )}
      </span>
    </div>
  );
}
