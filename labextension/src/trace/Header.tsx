import { PathExt } from '@jupyterlab/coreutils';
import { historyIcon } from '@jupyterlab/ui-components';
import React, { useRef } from 'react';

import { useEnv } from '../env';
import { History } from '../history/History';
import { useSignal } from '../hooks';

/** Whose submissions these are, and the way to the earlier ones. */
export function Header(): JSX.Element {
  const { history, model, trans } = useEnv();
  const { path, pinned, everywhere, total, elsewhere } = useSignal(
    model.changed,
    () => model.state
  );
  const open = useSignal(history.changed, () => history.state.open);
  const toggle = useRef<HTMLButtonElement>(null);
  const chosen = (): void => {
    history.setOpen(false);
    toggle.current?.focus();
  };
  const place = path === null || everywhere ? trans.__('All notebooks') : PathExt.basename(path);
  return (
    <div className="jp-AssembleTrace-header">
      <div className="jp-AssembleTrace-headerLine">
        <h2 title={everywhere ? undefined : (path ?? undefined)}>{place}</h2>
        <button
          ref={toggle}
          type="button"
          className="jp-AssembleTrace-button jp-AssembleTrace-historyToggle"
          aria-expanded={open}
          aria-controls={open ? 'jp-AssembleTrace-history' : undefined}
          onClick={() => history.setOpen(!open)}
        >
          <historyIcon.react tag="span" width="14px" height="14px" />
          {trans.__('History (%1)', total)}
        </button>
      </div>
      {pinned !== null && (
        <p className="jp-AssembleTrace-pinned">
          {trans.__('This submission stays in view.')}{' '}
          <button
            type="button"
            className="jp-AssembleTrace-link"
            onClick={() => void model.pin(null)}
          >
            {trans.__('Show the newest instead')}
          </button>
        </p>
      )}
      {elsewhere && elsewhere.id !== pinned && (
        <p className="jp-AssembleTrace-pinned" data-elsewhere={elsewhere.id}>
          {trans.__('New, from %1:', elsewhere.path)}{' '}
          <button
            type="button"
            className="jp-AssembleTrace-link"
            onClick={() => void model.pin(elsewhere.id)}
          >
            {elsewhere.title}
          </button>
        </p>
      )}
      {open && <History onChosen={chosen} />}
    </div>
  );
}
