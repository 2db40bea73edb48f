import React, { useEffect, useId, useState } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { importedWord, kindWord, moment, outcomeOf } from '../trace/words';
import type { TraceSummary } from '../wire';
import type { ChoosingModel } from './choosing';

/** So long nobody types, and then it is looked for (milliseconds). */
const PAUSE = 250;

interface IChooser {
  choosing: ChoosingModel;
  onChoose: (submission: string) => void;
}

/** What a submission can be compared with: what is near first, and any other by its words. */
export function Chooser({ choosing, onChoose }: IChooser): JSX.Element {
  const { trans } = useEnv();
  const { busy, text, attempts, accepted, found, error } = useSignal(
    choosing.changed,
    () => choosing.state
  );
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => void choosing.look(typed), typed ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [choosing, typed]);
  const searching = text.trim() !== '';
  const offered = searching ? found : [...attempts, ...accepted];
  const settled = !busy && typed === text && !error;
  return (
    <div className="jp-AssembleTrace jp-AssembleTrace-chooser" aria-busy={busy}>
      <input
        type="search"
        className="jp-AssembleTrace-search"
        data-field="compare-text"
        aria-label={trans.__('Search all submissions')}
        placeholder={trans.__('Search: title, person, code, #7…')}
        maxLength={200}
        value={typed}
        onChange={event => setTyped(event.target.value)}
      />
      <p role="status" className="jp-AssembleTrace-note">
        {!settled
          ? error
            ? ''
            : trans.__('Looking…')
          : offered.length > 0
            ? trans._n('%1 submission', '%1 submissions', offered.length)
            : searching
              ? trans.__('Nothing has all these words. Try fewer of them.')
              : trans.__(
                  'There is nothing else yet. Submit another attempt, or import what a classmate saved.'
                )}
      </p>
      {error && <ErrorNote error={error} />}
      {searching ? (
        <Group label={trans.__('Found')} items={found} onChoose={onChoose} />
      ) : (
        <>
          <Group label={trans.__('Other attempts')} items={attempts} onChoose={onChoose} />
          <Group label={trans.__('Accepted')} items={accepted} onChoose={onChoose} />
        </>
      )}
    </div>
  );
}

interface IGroup {
  label: string;
  items: readonly TraceSummary[];
  onChoose: IChooser['onChoose'];
}

function Group({ label, items, onChoose }: IGroup): JSX.Element | null {
  const { trans } = useEnv();
  const id = useId();
  if (items.length === 0) {
    return null;
  }
  const attemptWord = ({ kind, attempt = 1 }: TraceSummary): string =>
    kind === 'withdraw' ? trans.__('Withdrawal') : trans.__('Attempt %1', attempt);
  return (
    <section aria-labelledby={id} className="jp-AssembleTrace-history">
      <h3 id={id}>{label}</h3>
      <ul>
        {items.map(item => {
          const { mark, word } = outcomeOf(item, trans);
          const kind = item.title ? kindWord(item, trans) : '';
          const facts = [word, kind, item.short_id, moment(item.created_at)];
          return (
            <li key={item.id} data-choice={item.id}>
              <button type="button" onClick={() => onChoose(item.id)}>
                <StatusIcon mark={mark} />
                <span className="jp-AssembleTrace-historyTitle">
                  {item.title || attemptWord(item)}
                </span>
                <span className="jp-AssembleTrace-note">
                  {facts.filter(Boolean).join(' · ')}
                  {item.imported && (
                    <>
                      {' '}
                      <span className="jp-AssembleTrace-badge">{importedWord(item, trans)}</span>
                    </>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
