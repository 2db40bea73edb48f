import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useEnv } from '../env';
import type { Reference } from '../wire';

/** Where each branch points before and after a step. */
export function Branches({ refs }: { refs: Reference[] }): JSX.Element | null {
  const { trans } = useEnv();
  return refs.length === 0 ? null : (
    <section>
      <h4>{trans.__('Branches')}</h4>
      <ul className="jp-AssembleTrace-refs">
        {refs.map(one => (
          <li key={`${one.place} ${one.name}`} data-ref={`${one.place} ${one.name}`}>
            <p>
              <code>{one.name}</code>{' '}
              <span className="jp-AssembleTrace-note">{place(one, trans)}</span>
            </p>
            <p className="jp-AssembleTrace-note">
              <Move reference={one} trans={trans} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Move({
  reference: { before, after },
  trans
}: {
  reference: Reference;
  trans: TranslationBundle;
}): JSX.Element {
  const id = (commit: string): JSX.Element => <code title={commit}>{commit.slice(0, 10)}</code>;
  if (!before || !after) {
    const commit = (after ?? before) as string;
    return (
      <>
        {after ? trans.__('appears at') : trans.__('goes away; it was at')} {id(commit)}
      </>
    );
  }
  return before === after ? (
    <>
      {trans.__('stays at')} {id(after)}
    </>
  ) : (
    <>
      {trans.__('moves from')} {id(before)} {trans.__('to')} {id(after)}
    </>
  );
}

function place({ place, repository }: Reference, trans: TranslationBundle): string {
  if (place === 'here') {
    return trans.__('on this computer');
  }
  return place === 'fork'
    ? trans.__('on your fork %1', repository ?? '')
    : trans.__('on the upstream %1', repository ?? '');
}
