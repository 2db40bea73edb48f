import React from 'react';

import { useEnv } from '../env';
import { readIn } from './dialogs';

/** Reads in what happened elsewhere; what was chosen of it is then shown. */
export function ImportButton({ onChosen }: { onChosen: () => void }): JSX.Element {
  const env = useEnv();
  const read = async (): Promise<void> => {
    const chosen = await readIn(env);
    if (chosen !== null) {
      await env.model.pin(chosen);
      onChosen();
    }
  };
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="import"
      title={env.trans.__('Submissions that were made elsewhere, to look at and to play')}
      onClick={() => void read()}
    >
      {env.trans.__('Import…')}
    </button>
  );
}
