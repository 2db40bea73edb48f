import { Extension, Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker } from '@codemirror/view';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { SliceLine } from '../wire';
import { Origin, originsOf } from './origins';

/** Point at the line (1-based) that was refused; typing takes the mark away. */
export const pointAt = StateEffect.define<number | null>();

const pointed = StateField.define<number | null>({
  create: () => null,
  update: (line, transaction) => {
    const effect = transaction.effects.find(item => item.is(pointAt));
    return effect ? (effect.value as number | null) : transaction.docChanged ? null : line;
  }
});

/** The word in the margin. */
class Margin extends GutterMarker {
  constructor(
    private readonly label: string,
    private readonly hint: string
  ) {
    super();
  }

  eq(other: Margin): boolean {
    return this.label === other.label && this.hint === other.hint;
  }

  toDOM(): HTMLElement {
    const node = document.createElement('span');
    node.textContent = this.label;
    node.title = this.hint;
    return node;
  }
}

/** Shows each line's origin: what was gathered is marked as added, with the cell it is from. */
export function origins(slice: readonly SliceLine[], trans: TranslationBundle): Extension {
  const field = StateField.define<Origin[]>({
    create: state => originsOf(state.doc.toString(), slice),
    update: (value, transaction) =>
      transaction.docChanged ? originsOf(transaction.newDoc.toString(), slice) : value
  });
  const margin = (origin: Origin): Margin | null => {
    if (origin === null) {
      return new Margin(trans.__('yours'), trans.__('You changed this line here.'));
    }
    if (origin.kind !== 'gathered' || typeof origin.cell_index !== 'number') {
      return null;
    }
    const names = (origin.names ?? []).join(', ');
    const from = trans.__('From cell %1, line %2.', origin.cell_index + 1, origin.line ?? '?');
    return new Margin(
      `+ ${trans.__('cell %1', origin.cell_index + 1)}`,
      names ? `${from} ${trans.__('Needed for %1.', names)}` : from
    );
  };
  return [
    field,
    pointed,
    EditorView.decorations.compute([field, pointed], state => {
      const lines: Range<Decoration>[] = [];
      state.field(field).forEach((origin, index) => {
        const kind = index + 1 === state.field(pointed) ? 'pointed' : kindOf(origin);
        if (kind && index < state.doc.lines) {
          const attributes = { 'data-origin': kind };
          lines.push(Decoration.line({ attributes }).range(state.doc.line(index + 1).from));
        }
      });
      return Decoration.set(lines);
    }),
    gutter({
      class: 'jp-AssembleTrace-margin',
      lineMarker: (view, block) => {
        const line = view.state.doc.lineAt(block.from).number;
        return margin(view.state.field(field)[line - 1]);
      },
      lineMarkerChange: update => update.docChanged
    })
  ];
}

function kindOf(origin: Origin): string | null {
  return origin === null ? 'typed' : origin.kind === 'gathered' ? 'gathered' : null;
}
