import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';

/** What a beginner sees first: what this is, and what to do. */
export function Empty(): JSX.Element {
  const { model, trans } = useEnv();
  const path = useSignal(model.changed, () => model.state.path);
  return (
    <section className="jp-AssembleTrace-empty">
      <h3>{trans.__('From a cell to a pull request')}</h3>
      <p>
        {trans.__(
          'Submit sends a cell of your notebook to the project as a proposal that others can look at, and shows each step on the way.'
        )}
      </p>
      <ol>
        {path === null && <li>{trans.__('Open a notebook of the project.')}</li>}
        <li>{trans.__('Click into the cell that holds your feature.')}</li>
        <li>{trans.__('Press Submit in the toolbar above the notebook.')}</li>
        <li>{trans.__('Read what will be sent. Nothing leaves before you confirm.')}</li>
      </ol>
    </section>
  );
}
