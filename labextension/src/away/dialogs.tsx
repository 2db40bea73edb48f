import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import React from 'react';

import { EnvContext, IEnv } from '../env';
import { recordOf } from '../refusal';
import type { ErrorRecord } from '../wire';
import { Format, formats } from './formats';
import { ImportForm } from './ImportForm';
import { ImportModel } from './model';
import { SaveForm } from './SaveForm';
import { save } from './saving';

/** Ask where to read something in from. Returns the submission to be shown, if one was chosen. */
export async function readIn(env: IEnv): Promise<string | null> {
  const { trans } = env;
  let chosen: string | null = null;
  const importing = new ImportModel(env.client);
  const dialog = new ImportDialog({
    title: trans.__('Import submissions'),
    body: within(
      env,
      <ImportForm
        importing={importing}
        folder={PathExt.dirname(env.model.state.path ?? '')}
        onShow={submission => {
          chosen = submission;
          dialog.resolve(0);
        }}
      />
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })],
    focusNodeSelector: '[data-action="choose-bundles"]'
  });
  dialog.addClass('jp-AssembleTrace-dialog');
  dialog.addClass('jp-AssembleTrace-away');
  await dialog.launch();
  const { model } = env;
  const { path } = model.state;
  if (importing.state.read.some(({ found }) => found && found.view.trace.source.path !== path)) {
    await model.setEverywhere(true); // what was read in is in the list that is looked at
  }
  return chosen;
}

/** Closes by its own button only: Enter in a field sends the field. */
class ImportDialog extends Dialog<unknown> {
  handleEvent(event: Event): void {
    const key = event.type === 'keydown' ? (event as KeyboardEvent).key : null;
    const target = event.target as Element | null;
    const own = target?.closest('.jp-AssembleTrace-import :is(input, button)');
    if (key && own && key !== 'Escape') {
      if (key !== 'Tab') {
        event.stopPropagation();
      }
      return;
    }
    super.handleEvent(event);
  }
}

/** Ask in which format to save a submission, and save it. */
export async function saveCopy(env: IEnv, id: string, shortId: string): Promise<void> {
  await new SaveDialog(env, id, shortId).launch();
}

/** Stays open, with the reason, while there is no file to save. */
class SaveDialog extends Dialog<void> {
  constructor(
    private readonly env: IEnv,
    private readonly submission: string,
    shortId: string
  ) {
    const { trans } = env;
    const chosen = { format: formats(trans)[0].key };
    const form = new SaveBody(env, chosen);
    super({
      title: trans.__('Save a copy of %1', shortId),
      body: form,
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Save') })],
      focusNodeSelector: 'input[type="radio"]:checked'
    });
    this.chosen = chosen;
    this.form = form;
    this.addClass('jp-AssembleTrace-dialog');
    this.addClass('jp-AssembleTrace-away');
  }

  resolve(index = 1): void {
    if (index === 1) {
      void this.make();
    } else {
      super.resolve(index);
    }
  }

  private async make(): Promise<void> {
    if (this.form.busy) {
      return;
    }
    this.form.say(true, null);
    try {
      save(await this.env.client.copy(this.submission, this.chosen.format));
    } catch (reason) {
      this.form.say(false, recordOf(reason));
      return;
    }
    super.resolve(1);
  }

  private readonly chosen: { format: Format };
  private readonly form: SaveBody;
}

/** The choice of formats, and why the last one could not be saved. */
class SaveBody extends ReactWidget {
  constructor(
    private readonly env: IEnv,
    private readonly chosen: { format: Format }
  ) {
    super();
  }

  busy = false;

  say(busy: boolean, error: ErrorRecord | null): void {
    this.busy = busy;
    this.error = error;
    this.update();
  }

  protected render(): JSX.Element {
    return (
      <EnvContext.Provider value={this.env}>
        <SaveForm
          chosen={this.chosen.format}
          busy={this.busy}
          error={this.error}
          onChoose={format => {
            this.chosen.format = format;
            this.say(false, null);
          }}
        />
      </EnvContext.Provider>
    );
  }

  private error: ErrorRecord | null = null;
}

function within(env: IEnv, body: JSX.Element): ReactWidget {
  return ReactWidget.create(<EnvContext.Provider value={env}>{body}</EnvContext.Provider>);
}
