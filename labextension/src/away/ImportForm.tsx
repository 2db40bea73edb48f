import React, { useId, useRef } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { IRead, ImportModel } from './model';
import { RebuildForm } from './RebuildForm';

interface IImportForm {
  importing: ImportModel;
  /** Where the file browser is: a repository may be there. */
  folder: string;
  /** Show a submission, and be gone. */
  onShow: (submission: string) => void;
}

/** Where to read something in from, and what came of it. */
export function ImportForm({ importing, folder, onShow }: IImportForm): JSX.Element {
  const { trans } = useEnv();
  const { busy, read } = useSignal(importing.changed, () => importing.state);
  return (
    <div className="jp-AssembleTrace-import" aria-busy={busy}>
      <Bundles importing={importing} />
      <RebuildForm importing={importing} folder={folder} />
      <div role="status" data-import={busy ? 'reading' : 'read'}>
        {busy && <p className="jp-AssembleTrace-note">{trans.__('Reading…')}</p>}
        {read.length > 0 && (
          <ul>
            {read.map((one, index) => (
              <li key={index} data-read={one.found?.view.trace.id ?? one.error?.code}>
                <Came of={one} onShow={onShow} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The choice of files. */
function Bundles({ importing }: { importing: ImportModel }): JSX.Element {
  const { trans } = useEnv();
  const { busy } = useSignal(importing.changed, () => importing.state);
  const id = useId();
  const files = useRef<HTMLInputElement>(null);
  return (
    <section>
      <span id={id} className="jp-AssembleTrace-importTitle">
        {trans.__('Bundles that somebody saved')}
      </span>
      <div>
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="choose-bundles"
          aria-describedby={`${id} ${id}-what`}
          disabled={busy}
          onClick={() => files.current?.click()}
        >
          {trans.__('Choose bundles…')}
        </button>
      </div>
      <input
        ref={files}
        type="file"
        data-field="bundle"
        multiple
        hidden
        accept=".assemble"
        onChange={event => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = ''; // so that the same file can be chosen again
          if (chosen.length > 0) {
            void importing.files(chosen);
          }
        }}
      />
      <p id={`${id}-what`} className="jp-AssembleTrace-note">
        {trans.__(
          'Files whose names end with .assemble. They are checked first, and nothing in them is run.'
        )}
      </p>
    </section>
  );
}

/** What came of one of them. */
function Came({ of, onShow }: { of: IRead; onShow: (submission: string) => void }): JSX.Element {
  const { trans } = useEnv();
  if (!of.found) {
    return (
      <>
        <p className="jp-AssembleTrace-note">{of.name}</p>
        {of.error && <ErrorNote error={of.error} />}
      </>
    );
  }
  const { trace } = of.found.view;
  return (
    <>
      <p>
        <StatusIcon mark="passed" />
        <span>
          <bdi>
            <strong>{trace.plan?.title}</strong>
          </bdi>
          {' · '}
          {of.found.known
            ? trans.__('%1 is here already.', trace.short_id)
            : trace.rebuilt
              ? trans.__('%1 was rebuilt.', trace.short_id)
              : trans.__('%1 was read in.', trace.short_id)}
        </span>
        <button
          type="button"
          className="jp-AssembleTrace-button"
          data-action="show-imported"
          aria-label={trans.__('Show %1', trace.short_id)}
          onClick={() => onShow(trace.id)}
        >
          {trans.__('Show')}
        </button>
      </p>
      {(of.found.remarks ?? []).map(remark => (
        <p key={remark} className="jp-AssembleTrace-note">
          {remark}
        </p>
      ))}
    </>
  );
}
