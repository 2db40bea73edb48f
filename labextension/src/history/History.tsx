import React, { KeyboardEvent, useEffect, useRef } from 'react';

import { ImportButton } from '../away/ImportButton';
import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { Item } from './Item';
import { Nothing } from './Nothing';
import { Search } from './Search';

/** Past submissions, newest first, and finding them. Choosing one keeps it in view. */
export function History({ onChosen }: { onChosen: () => void }): JSX.Element {
  const { history, model, trans } = useEnv();
  const state = useSignal(history.changed, () => history.state);
  const list = useRef<HTMLUListElement>(null);
  const box = useRef<HTMLInputElement>(null);
  /** The line that gets the keyboard once there are older ones. */
  const wanted = useRef<number | null>(null);
  const lines = (): HTMLElement[] => [...(list.current?.querySelectorAll('button') ?? [])];
  useEffect(() => {
    if (wanted.current !== null && state.items.length > wanted.current) {
      lines()[wanted.current]?.focus();
      wanted.current = null;
    }
  });
  /** The arrows lead from line to line, and from the box to the first of them. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = lines();
    const at = all.indexOf(event.target as HTMLElement);
    const inBox = (event.target as HTMLElement).matches('input[type="search"]');
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && (at >= 0 || (inBox && event.key === 'ArrowDown'))) {
      event.preventDefault();
      all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
    }
  };
  const { items, total, next, read, busy, error } = state;
  return (
    <div
      className="jp-AssembleTrace-history"
      id="jp-AssembleTrace-history"
      role="search"
      aria-label={trans.__('Past submissions')}
      onKeyDown={onKeyDown}
    >
      <Search box={box} />
      <div className="jp-AssembleTrace-foundLine">
        <p role="status" className="jp-AssembleTrace-note" data-history={read ? 'read' : 'reading'}>
          {read
            ? trans._n('%1 submission', '%1 submissions', total)
            : error
              ? ''
              : trans.__('Looking…')}
        </p>
        {!history.isWhole && (
          <button
            type="button"
            className="jp-AssembleTrace-link"
            data-action="clear-search"
            onClick={() => {
              history.clear();
              box.current?.focus();
            }}
          >
            {trans.__('Clear search and filters')}
          </button>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {read && items.length === 0 && <Nothing />}
      {items.length > 0 && (
        <ul ref={list} aria-label={trans.__('Submissions, newest first')} aria-busy={!read}>
          {items.map(item => (
            <Item
              key={item.id}
              item={item}
              onChosen={() => {
                void model.pin(item.id);
                onChosen();
              }}
            />
          ))}
        </ul>
      )}
      {read && next !== null && (
        <button
          type="button"
          className="jp-AssembleTrace-button"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) {
              wanted.current = items.length;
              void history.more();
            }
          }}
        >
          {trans.__('Older submissions')}
        </button>
      )}
      <ImportButton onChosen={onChosen} />
    </div>
  );
}
