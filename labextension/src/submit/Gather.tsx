import type { IEditorServices } from '@jupyterlab/codeeditor';
import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { PreviewModel } from './model';
import { gatheredFrom } from './origins';
import { SliceEditor } from './SliceEditor';

/** The button that gathers from other cells; prominent where that is what is missing. */
export function GatherButton({
  preview,
  prominent = false
}: {
  preview: PreviewModel;
  prominent?: boolean;
}): JSX.Element | null {
  const { trans } = useEnv();
  return preview.canGather ? (
    <button
      type="button"
      className={`jp-AssembleTrace-button ${prominent ? 'jp-mod-primary' : ''}`}
      data-action="gather"
      onClick={() => void preview.gathering.gather()}
    >
      {trans.__('Gather what it needs')}
    </button>
  ) : null;
}

/** Below the code: what else could be sent, or what is sent instead of the cell. */
export function GatherBar({ preview }: { preview: PreviewModel }): JSX.Element | null {
  const { trans } = useEnv();
  const { text } = useSignal(preview.changed, () => preview.state);
  if (text === null) {
    return preview.canGather ? (
      <div className="jp-AssembleTrace-gatherBar">
        <GatherButton preview={preview} />
        <span className="jp-AssembleTrace-note">
          {trans.__('Takes in the lines of other cells that this code uses.')}
        </span>
      </div>
    ) : null;
  }
  return (
    <div className="jp-AssembleTrace-gatherBar" data-text="edited">
      <button
        type="button"
        className="jp-AssembleTrace-button"
        data-action="edit-text"
        onClick={() => preview.gathering.open()}
      >
        {trans.__('Edit')}
      </button>
      <JustTheCell preview={preview} />
      <span className="jp-AssembleTrace-note">
        {trans.__('This is what you gathered and edited. Your notebook stays as it is.')}
      </span>
    </div>
  );
}

function JustTheCell({ preview }: { preview: PreviewModel }): JSX.Element {
  const { trans } = useEnv();
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="just-the-cell"
      onClick={() => void preview.useCells()}
    >
      {preview.cellNumbers.length > 1 ? trans.__('Just the cells') : trans.__('Just the cell')}
    </button>
  );
}

/** The gathered text in an editor, before it is what will be sent. */
export function GatherEditor({
  preview,
  editors
}: {
  preview: PreviewModel;
  editors: IEditorServices;
}): JSX.Element {
  const { trans } = useEnv();
  const { gathering } = preview;
  const { slice } = useSignal(gathering.changed, () => gathering.state);
  const lines = slice?.lines ?? [];
  const found = gatheredFrom(lines);
  return (
    <section className="jp-AssembleTrace-gather" data-editing="slice">
      <h4>{trans.__('What the cell needs, and the cell')}</h4>
      <p className="jp-AssembleTrace-note">
        {found.length === 0
          ? trans.__('It needs nothing from other cells. You can change what is sent here.')
          : trans.__(
              'Marked lines were added, in the order in which they ran. Change what you like: your notebook stays as it is.'
            )}
      </p>
      <SliceEditor gathering={gathering} editors={editors} label={trans.__('The code to send')} />
      {(found.length > 0 || (slice?.remarks ?? []).length > 0) && (
        <ul className="jp-AssembleTrace-gathered">
          {found.map(({ cellNumber, lines: count, names }) => (
            <li key={cellNumber} data-from-cell={cellNumber}>
              {trans._n('%2: one line', '%2: %1 lines', count, trans.__('Cell %1', cellNumber))}
              {names.length > 0 && `, ${trans.__('for %1', names.join(', '))}`}
            </li>
          ))}
          {(slice?.remarks ?? []).map(remark => (
            <li key={remark} data-remark="">
              {remark}
            </li>
          ))}
        </ul>
      )}
      <div className="jp-AssembleTrace-buttons">
        <button
          type="button"
          className="jp-AssembleTrace-button jp-mod-primary"
          data-action="use-text"
          onClick={() => void preview.useText()}
        >
          {trans.__('Use this')}
        </button>
        <JustTheCell preview={preview} />
      </div>
    </section>
  );
}
