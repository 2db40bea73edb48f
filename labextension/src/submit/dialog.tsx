import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Message } from '@lumino/messaging';
import React from 'react';

import { EnvContext, IEnv } from '../env';
import type { TraceView } from '../wire';
import { choose, locate } from './cells';
import { mark } from './marker';
import { IFields, placeOf, PreviewModel } from './model';
import { Preview } from './Preview';

/** What was typed in a preview that was closed, by the cells it was about. */
const drafts = new Map<string, Partial<IFields>>();

/** What became of a preview. */
export type Ending =
  | { kind: 'started'; view: TraceView }
  | { kind: 'existing'; view: TraceView }
  | { kind: 'refused'; submission: string }
  | { kind: 'left' };

/** Show what would be sent from a notebook, and send it if that is confirmed. */
export async function submitFrom(panel: NotebookPanel, env: IEnv): Promise<Ending> {
  const { trans, client } = env;
  const chosen = choose(panel);
  const key = [chosen.path, ...chosen.cells.map(cell => cell.id)].join('\n');
  const preview = new PreviewModel(client, chosen, drafts.get(key));
  const marked = mark(panel.content, trans.__('This will be submitted'));
  const dialog = new PreviewDialog(preview, env);
  try {
    void preview.plan();
    await dialog.launch();
    const { plan, error, phase, addedLines } = preview.state;
    if (dialog.started) {
      drafts.delete(key);
      return { kind: 'started', view: dialog.started };
    }
    drafts.set(key, preview.typed);
    if (dialog.wantsExisting && plan) {
      return { kind: 'existing', view: plan.view };
    }
    const place = placeOf(error);
    if (place) {
      const before = addedLines.join('\n').split('\n').length;
      const line = addedLines.length > 0 ? place.line - before : place.line;
      goTo(panel, line, place.column, chosen.cells);
    }
    return phase === 'refused' && preview.refused
      ? { kind: 'refused', submission: preview.refused }
      : { kind: 'left' };
  } finally {
    marked.dispose();
    preview.dispose();
  }
}

/** A dialog whose Submit button works only while there is something to submit. */
class PreviewDialog extends Dialog<void> {
  constructor(
    private readonly preview: PreviewModel,
    env: IEnv
  ) {
    super({
      title: env.trans.__('Submit this cell?'),
      body: ReactWidget.create(
        <EnvContext.Provider value={env}>
          <Preview preview={preview} />
        </EnvContext.Provider>
      ),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: env.trans.__('Submit') })],
      // The Submit button cannot have it yet, and the notebook must not keep it.
      focusNodeSelector: '.jp-AssembleTrace-preview'
    });
    this._trans = env.trans;
    this.addClass('jp-AssembleTrace-dialog');
    preview.changed.connect(this.update, this);
    this.update();
  }

  /** The submission, once it runs. */
  started: TraceView | null = null;
  /** Whether the earlier submission of the same cell was asked for. */
  wantsExisting = false;

  resolve(index?: number): void {
    const accepted = index === undefined || index === 1;
    if (!accepted) {
      super.resolve(index);
    } else if (this.preview.state.plan?.existing && this.preview.state.phase === 'planned') {
      this.wantsExisting = true;
      super.resolve(1);
    } else if (this.preview.canStart) {
      void this.preview.start().then(view => {
        this.started = view;
        if (view) {
          super.resolve(1);
        }
      });
    }
  }

  /** Enter on one of the body's own controls is theirs. */
  handleEvent(event: Event): void {
    const target = event.target as Element | null;
    const own = target?.closest('.jp-AssembleTrace-preview button, summary, textarea');
    if (event.type === 'keydown' && own && (event as KeyboardEvent).key !== 'Escape') {
      if ((event as KeyboardEvent).key !== 'Tab') {
        event.stopPropagation();
      }
      return;
    }
    super.handleEvent(event);
    if (event.type === 'input') {
      this.update();
    }
  }

  protected onUpdateRequest(msg: Message): void {
    super.onUpdateRequest(msg);
    const { plan, phase } = this.preview.state;
    const accept = this.node.querySelector<HTMLButtonElement>('button.jp-mod-accept');
    if (accept) {
      const existing = plan?.existing === true;
      const label = accept.querySelector('.jp-Dialog-buttonLabel');
      if (label) {
        label.textContent = existing ? this._trans.__('Open it') : this._trans.__('Submit');
      }
      accept.disabled = !(this.preview.canStart || (existing && phase === 'planned'));
    }
  }

  private readonly _trans: TranslationBundle;
}

/** Put the cursor where an error is. */
function goTo(
  panel: NotebookPanel,
  line: number,
  column: number,
  cells: Parameters<typeof locate>[0]
): void {
  const place = locate(cells, line);
  const notebook = panel.content;
  const cell = place && notebook.widgets[place.index];
  if (!cell) {
    return;
  }
  notebook.activeCellIndex = place.index;
  notebook.mode = 'edit';
  cell.editor?.setCursorPosition({ line: place.line - 1, column: column - 1 });
  cell.editor?.focus();
}
