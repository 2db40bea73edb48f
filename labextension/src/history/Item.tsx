import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { importedWord, kindWord, moment, outcomeOf } from '../trace/words';
import type { TraceSummary } from '../wire';

interface IItem {
  item: TraceSummary;
  onChosen: () => void;
}

/** A line of the history: what it is called, how it came out, which one it is. */
export function Item({ item, onChosen }: IItem): JSX.Element {
  const { model, trans } = useEnv();
  const shown = useSignal(model.changed, () => model.state.view?.trace.id);
  const everywhere = useSignal(model.changed, () => model.state.everywhere || !model.state.path);
  const { mark, word } = outcomeOf(item, trans);
  const facts = [
    word,
    kindWord(item, trans),
    item.short_id,
    moment(item.created_at),
    everywhere && item.path
  ];
  const badges = [
    importedWord(item, trans),
    item.shelf === 'kept' && trans.__('kept'),
    item.shelf === 'archived' && trans.__('archived')
  ].filter(Boolean);
  return (
    <li data-submission={item.id}>
      <button type="button" aria-current={item.id === shown} onClick={onChosen}>
        <StatusIcon mark={mark} />
        <span className="jp-AssembleTrace-historyTitle">{item.title}</span>
        <span className="jp-AssembleTrace-note">
          {facts.filter(Boolean).map((fact, at) => (
            <React.Fragment key={at}>
              {at > 0 && ' · '}
              <bdi>{fact}</bdi>
            </React.Fragment>
          ))}
          {badges.map(badge => (
            <React.Fragment key={String(badge)}>
              {' '}
              <span className="jp-AssembleTrace-badge">{badge}</span>
            </React.Fragment>
          ))}
        </span>
      </button>
    </li>
  );
}
