import type { IEditorServices } from '@jupyterlab/codeeditor';
import React, { useEffect, useId, useRef, useState } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { ErrorRecord } from '../wire';
import { Code } from './Code';
import { Continuation } from './Continuation';
import { Fields } from './Fields';
import { GatherBar, GatherButton, GatherEditor } from './Gather';
import type { PreviewModel } from './model';
import { Planned } from './Planned';
import { suggestionsOf } from './pointing';
import { TryIt } from './TryIt';
import { Where } from './Where';

interface IPreview {
  preview: PreviewModel;
  editors: IEditorServices;
}

/** What will be sent, where to, as whom and who can see it: before anything leaves. */
export function Preview({ preview, editors }: IPreview): JSX.Element {
  const { trans } = useEnv();
  const { plan, error, phase, text } = useSignal(preview.changed, () => preview.state);
  const gathering = useSignal(preview.gathering.changed, () => preview.gathering.state);
  const root = useKeptFocus();
  const busy = phase === 'planning' || phase === 'starting' || gathering.phase === 'gathering';
  const slow = useLater(busy);
  const frozen = plan?.view.trace.plan;
  const editing = gathering.slice !== null && gathering.phase !== 'closed';
  return (
    <div
      ref={root}
      className="jp-AssembleTrace jp-AssembleTrace-preview"
      data-phase={phase}
      data-editing={editing}
      tabIndex={-1}
    >
      <div role="alert">
        {error && <Refused preview={preview} error={error} editing={editing} />}
        {gathering.error && <ErrorNote error={gathering.error} />}
      </div>
      {editing && <GatherEditor preview={preview} editors={editors} />}
      {!editing && (
        <>
          {plan?.existing && !error && (
            <p className="jp-AssembleTrace-existing">
              {trans.__(
                'This was submitted before, as %1. Open it to see how it stands, or change the cell.',
                plan.view.trace.short_id
              )}
            </p>
          )}
          {plan && !plan.existing && <Continuation preview={preview} />}
          {frozen && !error && (
            <>
              <Where plan={frozen} sends={!plan.existing} />
              <Code view={plan.view} plan={frozen} />
              <GatherBar preview={preview} />
              {!plan.existing && (
                <>
                  <TryIt trying={preview.trying} />
                  <Fields preview={preview} />
                  <Planned view={plan.view} plan={frozen} />
                  <Stepwise preview={preview} />
                </>
              )}
            </>
          )}
          {error && text !== null && <GatherBar preview={preview} />}
          {error && plan && !plan.existing && <Fields preview={preview} />}
        </>
      )}
      <p role="status" className="jp-AssembleTrace-busy" data-busy={slow}>
        {slow && (
          <>
            <StatusIcon mark="running" />
            {phase === 'starting'
              ? trans.__('Starting…')
              : gathering.phase === 'gathering'
                ? trans.__('Looking for what it needs…')
                : trans.__('Planning what will be sent…')}
          </>
        )}
      </p>
    </div>
  );
}

interface IRefused {
  preview: PreviewModel;
  error: ErrorRecord;
  editing: boolean;
}

function Refused({ preview, error, editing }: IRefused): JSX.Element {
  const { trans } = useEnv();
  const gathers = !editing && error.code === 'undefined_name' && preview.state.text === null;
  return (
    <ErrorNote error={error}>
      <div className="jp-AssembleTrace-buttons">
        {gathers && <GatherButton preview={preview} prominent />}
        {suggestionsOf(error).map(({ line, first, cellNumber }) => (
          <button
            key={line}
            type="button"
            className="jp-AssembleTrace-button"
            data-add-line={line}
            onClick={() => void preview.addLines([line])}
          >
            {trans.__('Add “%1” from cell %2', first, cellNumber)}
          </button>
        ))}
      </div>
    </ErrorNote>
  );
}

function Stepwise({ preview }: { preview: PreviewModel }): JSX.Element {
  const { trans } = useEnv();
  const { stepwise, phase } = useSignal(preview.changed, () => preview.state);
  const id = useId();
  return (
    <div className="jp-AssembleTrace-stepwise">
      <input
        type="checkbox"
        id={id}
        data-field="stepwise"
        aria-describedby={`${id}-note`}
        checked={stepwise}
        disabled={phase === 'starting'}
        onChange={event => preview.setStepwise(event.target.checked)}
      />
      <label htmlFor={id}>{trans.__('Stop before each step')}</label>
      <span id={`${id}-note`} className="jp-AssembleTrace-note">
        {trans.__('The panel shows what comes next, and waits for you to go on.')}
      </span>
    </div>
  );
}

/** Focus must not leave the dialog when the thing that had it is gone. */
function useKeptFocus(): React.RefObject<HTMLDivElement> {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) {
      root.current?.focus();
    }
  });
  return root;
}

/** True once something has lasted 300 ms: what is quicker needs no word. */
function useLater(active: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (active) {
      const timer = setTimeout(() => setLate(true), 300);
      return () => clearTimeout(timer);
    }
  }, [active]);
  return late && active;
}
