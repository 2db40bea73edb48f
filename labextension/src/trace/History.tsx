import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { kindWord, moment, outcomeOf } from './words';

/** Past submissions, newest first. Choosing one keeps it in view. */
export function History({ onChosen }: { onChosen: () => void }): JSX.Element {
  const { model, trans } = useEnv();
  const state = useSignal(model.changed, () => model.state);
  const { submissions, total, view, busy } = state;
  return (
    <div className="jp-AssembleTrace-history" id="jp-AssembleTrace-history">
      {state.path !== null && (
        <label className="jp-AssembleTrace-everywhere">
          <input
            type="checkbox"
            checked={state.everywhere}
            onChange={event => void model.setEverywhere(event.target.checked)}
          />
          {trans.__('From all notebooks')}
        </label>
      )}
      {submissions.length === 0 && (
        <p className="jp-AssembleTrace-note">{trans.__('Nothing was submitted yet.')}</p>
      )}
      <ul aria-label={trans.__('Submissions, newest first')}>
        {submissions.map(item => {
          const { mark, word } = outcomeOf(item, trans);
          return (
            <li key={item.id} data-submission={item.id}>
              <button
                type="button"
                aria-current={item.id === view?.trace.id}
                onClick={() => {
                  void model.pin(item.id);
                  onChosen();
                }}
              >
                <StatusIcon mark={mark} />
                <span className="jp-AssembleTrace-historyTitle">{item.title}</span>
                <span className="jp-AssembleTrace-note">
                  {[word, kindWord(item, trans), item.short_id, moment(item.created_at)]
                    .filter(Boolean)
                    .join(' · ')}
                  {state.everywhere && ` · ${item.path}`}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {submissions.length < total && (
        <button
          type="button"
          className="jp-AssembleTrace-button"
          disabled={busy}
          onClick={() => void model.loadMore()}
        >
          {trans.__('Older submissions')}
        </button>
      )}
    </div>
  );
}
