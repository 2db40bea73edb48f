import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, IDisposable } from '@lumino/disposable';

import { chosenWidgets } from './cells';

const MARKED = 'jp-AssembleTrace-marked';

/** The marks of each cell, the newest last: the button's and the dialog's may overlap. */
const marks = new WeakMap<Cell, string[]>();

/** Mark cells as what is sent, with a word at each, until the answer is disposed. */
export function mark(cells: readonly Cell[], label: string): IDisposable {
  const labels = cells.map((_, at) =>
    cells.length > 1 ? `${label} (${at + 1}/${cells.length})` : label
  );
  cells.forEach((cell, at) => show(cell, [...(marks.get(cell) ?? []), labels[at]]));
  return new DisposableDelegate(() =>
    cells.forEach((cell, at) => {
      const left = [...(marks.get(cell) ?? [])];
      left.splice(left.lastIndexOf(labels[at]), 1);
      show(cell, left);
    })
  );
}

/** Mark the cells that Submit would send, whatever gets selected, until it is disposed. */
export function markChosen(notebook: Notebook, label: string): IDisposable {
  let marked = mark(chosenWidgets(notebook), label);
  const again = (): void => {
    marked.dispose();
    marked = mark(chosenWidgets(notebook), label);
  };
  notebook.activeCellChanged.connect(again);
  notebook.selectionChanged.connect(again);
  return new DisposableDelegate(() => {
    notebook.activeCellChanged.disconnect(again);
    notebook.selectionChanged.disconnect(again);
    marked.dispose();
  });
}

/** Cells by their places, counted from 1: "cell 6", "cells 3 and 6". */
export function cellNames(numbers: readonly number[], trans: TranslationBundle): string {
  if (numbers.length < 2) {
    return trans.__('cell %1', numbers[0] ?? '');
  }
  const first = numbers.slice(0, -1).join(', ');
  return trans.__('cells %1 and %2', first, numbers[numbers.length - 1]);
}

function show(cell: Cell, labels: string[]): void {
  marks.set(cell, labels);
  const label = labels[labels.length - 1];
  if (label === undefined) {
    cell.removeClass(MARKED);
    delete cell.node.dataset.assembleTrace;
  } else {
    cell.addClass(MARKED);
    cell.node.dataset.assembleTrace = label;
  }
}
