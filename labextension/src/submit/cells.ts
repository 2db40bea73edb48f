import type { Cell as CellWidget, ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';

import type { Cell } from '../wire';

/** What a press of Submit takes from a notebook, as it stands in the editor. */
export interface IChosen {
  path: string;
  cells: Cell[];
  /** The other code cells, in which an undefined name may be found. */
  others: Cell[];
}

/** The cells that Submit would send: the selected ones, in notebook order. */
export function chosenWidgets(notebook: Notebook): CellWidget[] {
  return notebook.widgets.filter(widget => notebook.isSelectedOrActive(widget));
}

/** Read the chosen cells and the rest of the code out of a notebook. */
export function choose(panel: NotebookPanel): IChosen {
  const notebook = panel.content;
  const cells: Cell[] = [];
  const others: Cell[] = [];
  notebook.widgets.forEach((widget, index) => {
    const cell = read(widget.model, index);
    if (notebook.isSelectedOrActive(widget)) {
      cells.push(cell);
    } else if (cell.type === 'code') {
      others.push(cell);
    }
  });
  return { path: panel.context.path, cells, others };
}

/** Select the cells with these ids, as far as they are there; answers how many are missing. */
export function select(notebook: Notebook, ids: readonly string[]): number {
  const found = notebook.widgets.filter(widget => ids.includes(widget.model.id));
  if (found.length > 0) {
    const first = notebook.widgets.indexOf(found[0]);
    notebook.mode = 'command';
    notebook.deselectAll();
    notebook.activeCellIndex = first;
    if (found.length > 1) {
      found.forEach(widget => notebook.select(widget));
    }
    notebook.scrollToItem(first, 'smart').catch(() => undefined);
  }
  return ids.length - found.length;
}

/** Find a line of the joined source (1-based) in the cells it was joined from. */
export function locate(cells: Cell[], line: number): { index: number; line: number } | null {
  let first = 1;
  for (const cell of cells) {
    const length = cell.source.split('\n').length;
    if (line < first + length) {
      return { index: cell.index, line: Math.max(1, line - first + 1) };
    }
    // The cells are joined by an empty line.
    first += length + 1;
  }
  return null;
}

function read(model: ICellModel, index: number): Cell {
  const type = model.type as Cell['type'];
  return {
    id: model.id,
    index,
    type,
    source: model.sharedModel.getSource(),
    execution_count: type === 'code' ? (model as ICodeCellModel).executionCount : null
  };
}
