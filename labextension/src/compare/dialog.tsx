import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import React from 'react';

import { EnvContext, IEnv } from '../env';
import type { TraceView } from '../wire';
import { Chooser } from './Chooser';
import { ChoosingModel } from './choosing';

/** Ask what to compare a submission with. Returns `null` if nothing was chosen. */
export async function chooseOther(env: IEnv, view: TraceView): Promise<string | null> {
  const { trans } = env;
  let chosen: string | null = null;
  const dialog = new Dialog<unknown>({
    title: trans.__('Compare %1 with…', view.trace.short_id),
    body: ReactWidget.create(
      <EnvContext.Provider value={env}>
        <Chooser
          choosing={new ChoosingModel(env.client, view)}
          onChoose={submission => {
            chosen = submission;
            dialog.resolve(0);
          }}
        />
      </EnvContext.Provider>
    ),
    buttons: [Dialog.cancelButton()],
    focusNodeSelector: '[data-field="compare-text"]'
  });
  dialog.addClass('jp-AssembleTrace-dialog');
  await dialog.launch();
  return chosen;
}
