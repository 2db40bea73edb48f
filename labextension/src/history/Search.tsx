import React, { RefObject, useId, useState } from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { Filters } from './Filters';
import { howMany } from './query';

/** What to look for: a text, and folded away below it what else is known. */
export function Search({ box }: { box: RefObject<HTMLInputElement> }): JSX.Element {
  const { history, model, trans } = useEnv();
  const { filters } = useSignal(history.changed, () => history.state);
  const { path, everywhere } = useSignal(model.changed, () => model.state);
  const set = howMany(filters);
  const [open, setOpen] = useState(set > 0);
  const id = useId();
  return (
    <>
      <div className="jp-AssembleTrace-searchLine">
        <input
          ref={box}
          type="search"
          className="jp-AssembleTrace-search"
          aria-label={trans.__('Search submissions')}
          placeholder={trans.__('Title, code, #12, error…')}
          maxLength={200}
          value={filters.text}
          onChange={event => history.look({ text: event.target.value })}
          onKeyDown={event => {
            if (event.key === 'Escape' && filters.text !== '') {
              event.stopPropagation();
              history.look({ text: '' });
            }
          }}
        />
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="filters"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          {set > 0 ? trans.__('Filters (%1)', set) : trans.__('Filters')}
        </button>
      </div>
      {open && (
        <div id={id} className="jp-AssembleTrace-filters">
          <Filters />
        </div>
      )}
      {path !== null && (
        <label className="jp-AssembleTrace-everywhere">
          <input
            type="checkbox"
            checked={everywhere}
            onChange={event => void model.setEverywhere(event.target.checked)}
          />
          {trans.__('From all notebooks')}
        </label>
      )}
    </>
  );
}
