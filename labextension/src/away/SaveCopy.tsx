import React from 'react';

import { useEnv } from '../env';
import type { TraceView } from '../wire';
import { saveCopy } from './dialogs';

/** Takes a submission away as a file, in a format of one's choice. */
export function SaveCopy({ view }: { view: TraceView }): JSX.Element {
  const env = useEnv();
  const { id, short_id: shortId } = view.trace;
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="save-copy"
      title={env.trans.__('As a web page, a bundle, a notebook, a script…')}
      onClick={() => void saveCopy(env, id, shortId)}
    >
      {env.trans.__('Save a copy…')}
    </button>
  );
}
