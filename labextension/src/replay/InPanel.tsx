import React, { RefObject, useEffect, useRef } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { Player } from './Player';

/** The replay in the panel, in place of the submission in view. */
export function InPanel(): JSX.Element {
  const { opened, trans } = useEnv();
  const { replay, error } = useSignal(opened.changed, () => opened.state);
  if (replay) {
    return <Player replay={replay} starts onClose={() => opened.close()} />;
  }
  return (
    <>
      {error ? (
        <ErrorNote error={error} />
      ) : (
        <p className="jp-AssembleTrace-note" role="status">
          {trans.__('Reading how it went…')}
        </p>
      )}
      <button
        type="button"
        className="jp-AssembleTrace-button"
        data-action="close-replay"
        onClick={() => opened.close()}
      >
        {trans.__('Close the replay')}
      </button>
    </>
  );
}

/** Leads back to the button that opened the replay: the one that closed it is gone with it. */
export function useWayBack(root: RefObject<HTMLElement>, played: string | null): void {
  const before = useRef(played);
  useEffect(() => {
    if (before.current !== null && played === null && document.activeElement === document.body) {
      root.current?.querySelector<HTMLElement>('[data-action="replay"]')?.focus();
    }
    before.current = played;
  }, [root, played]);
}
