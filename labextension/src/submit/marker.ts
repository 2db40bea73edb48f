import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import { DisposableDelegate, IDisposable } from '@lumino/disposable';

import { chosenWidgets } from './cells';

const MARKED = 'jp-AssembleTrace-marked';

/** How many marks each cell has: the button's and the dialog's may overlap. */
const marks = new WeakMap<Cell, number>();

/** Mark the cells that Submit would send, until the answer is disposed. */
export function mark(notebook: Notebook, label: string): IDisposable {
  const widgets = chosenWidgets(notebook);
  for (const widget of widgets) {
    marks.set(widget, (marks.get(widget) ?? 0) + 1);
    widget.addClass(MARKED);
    widget.node.dataset.assembleTrace = label;
  }
  return new DisposableDelegate(() => {
    for (const widget of widgets) {
      const left = (marks.get(widget) ?? 1) - 1;
      marks.set(widget, left);
      if (left === 0) {
        widget.removeClass(MARKED);
        delete widget.node.dataset.assembleTrace;
      }
    }
  });
}
