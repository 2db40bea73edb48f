import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Message } from '@lumino/messaging';
import React from 'react';

import { EnvContext, IEnv } from '../env';
import type { TraceView } from '../wire';
import { choose, chosenWidgets, locate } from './cells';
import { cellNames, mark } from './marker';
import { PreviewModel } from './model';
import { placeOf } from './pointing';
import { Preview } from './Preview';
import type { IDraft } from './state';

/** What was typed in a preview that was closed, by the cells it was about. */
const drafts = new Map<string, IDraft>();

/** How a preview is opened. */
export interface ISubmitOptions {
  editors: IEditorServices;
  /** Whether “Stop before each step” begins ticked. */
  stepwise: boolean;
  /** The submission that a further attempt is wanted at. */
  revises?: string;
  /** Whether to try it as soon as it is planned. */
  tries?: boolean;
}

/** What became of a preview. */
export type Ending =
  | { kind: 'started'; view: TraceView }
  | { kind: 'existing'; view: TraceView }
  | { kind: 'refused'; submission: string }
  | { kind: 'left' };

/** Show what would be sent from a notebook, and send it if that is confirmed. */
export async function submitFrom(
  panel: NotebookPanel,
  env: IEnv,
  { editors, ...options }: ISubmitOptions
): Promise<Ending> {
  const { trans, client } = env;
  const chosen = choose(panel);
  const key = [chosen.path, ...chosen.cells.map(cell => cell.id)].join('\n');
  const preview = new PreviewModel(client, chosen, { draft: drafts.get(key), ...options });
  const marked = mark(chosenWidgets(panel.content), trans.__('This will be submitted'));
  const dialog = new PreviewDialog(preview, env, editors);
  try {
    void preview.plan();
    await dialog.launch();
    const { plan, error, phase, addedLines, text } = preview.state;
    if (dialog.started) {
      drafts.delete(key);
      return { kind: 'started', view: dialog.started };
    }
    drafts.set(key, preview.draft);
    if (dialog.wantsExisting && plan) {
      return { kind: 'existing', view: plan.view };
    }
    const place = placeOf(error);
    if (place && text === null) {
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
    env: IEnv,
    editors: IEditorServices
  ) {
    super({
      title: env.trans.__('Submit %1?', cellNames(preview.cellNumbers, env.trans)),
      body: ReactWidget.create(
        <EnvContext.Provider value={env}>
          <Preview preview={preview} editors={editors} />
        </EnvContext.Provider>
      ),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: env.trans.__('Submit') })],
      // The Submit button cannot have it yet, and the notebook must not keep it.
      focusNodeSelector: '.jp-AssembleTrace-preview'
    });
    this._trans = env.trans;
    this.addClass('jp-AssembleTrace-dialog');
    // The headings of the body stand below the title.
    const header = this.node.querySelector('.jp-Dialog-header');
    header?.setAttribute('role', 'heading');
    header?.setAttribute('aria-level', '3');
    preview.changed.connect(this.update, this);
    preview.gathering.changed.connect(this.update, this);
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

  /** Keys on the body's own controls are theirs; Tab and Escape lead out of the editor. */
  handleEvent(event: Event): void {
    const target = event.target as Element | null;
    const key = event.type === 'keydown' ? (event as KeyboardEvent).key : null;
    if (key && target?.closest('.jp-AssembleTrace-sliceEditor')) {
      if (key === 'Tab' || key === 'Escape') {
        event.stopPropagation();
      }
      if (key === 'Escape') {
        event.preventDefault();
        this.node.querySelector<HTMLElement>('[data-action="use-text"]')?.focus();
      }
      return;
    }
    const own = target?.closest('.jp-AssembleTrace-preview button, summary, textarea');
    if (key && own && key !== 'Escape') {
      if (key !== 'Tab') {
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
