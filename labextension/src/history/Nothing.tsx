import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';

/** That nothing was found, and where else it could be. */
export function Nothing(): JSX.Element {
  const { history, model, trans } = useEnv();
  const { filters } = useSignal(history.changed, () => history.state);
  const { path, everywhere } = useSignal(model.changed, () => model.state);
  const here = path !== null && !everywhere;
  return (
    <div className="jp-AssembleTrace-nothing">
      <p>{history.isWhole ? nothing() : trans.__('No submission is like this.')}</p>
      {filters.text !== '' && (
        <p className="jp-AssembleTrace-note">
          {trans.__(
            'Every word has to be in its title, person, code, path, branch, id or error. #12 finds a pull request by its number.'
          )}
        </p>
      )}
      <div className="jp-AssembleTrace-buttons">
        {here && (
          <button
            type="button"
            className="jp-AssembleTrace-button"
            data-action="everywhere"
            onClick={() => void model.setEverywhere(true)}
          >
            {trans.__('Look in all notebooks')}
          </button>
        )}
      </div>
    </div>
  );

  function nothing(): string {
    return here
      ? trans.__('Nothing was submitted from this notebook yet.')
      : trans.__('Nothing was submitted yet.');
  }
}
