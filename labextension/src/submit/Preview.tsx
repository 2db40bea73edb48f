import React, { useEffect, useId, useState } from 'react';

import { CodeBlock } from '../common/CodeBlock';
import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { Commands } from '../trace/Commands';
import { stepName } from '../trace/words';
import type { ErrorRecord, FileChange, Plan, TraceView } from '../wire';
import { FieldName, PreviewModel, suggestionsOf } from './model';

/** What will be sent, where to, as whom and who can see it: before anything leaves. */
export function Preview({ preview }: { preview: PreviewModel }): JSX.Element {
  const { trans } = useEnv();
  const { plan, error, phase } = useSignal(preview.changed, () => preview.state);
  const slow = useLater(phase === 'planning' || phase === 'starting');
  const frozen = plan?.view.trace.plan;
  return (
    <div className="jp-AssembleTrace jp-AssembleTrace-preview" data-phase={phase} tabIndex={-1}>
      <div role="alert">{error && <Refused preview={preview} error={error} />}</div>
      {plan?.existing && (
        <p className="jp-AssembleTrace-existing">
          {trans.__(
            'This was submitted before, as %1. Open it to see how it stands, or change the cell.',
            plan.view.trace.short_id
          )}
        </p>
      )}
      {frozen && !error && (
        <>
          <Where plan={frozen} />
          <Code plan={frozen} />
          {!plan.existing && <Fields preview={preview} />}
          <Planned view={plan.view} />
        </>
      )}
      {error && plan && !plan.existing && <Fields preview={preview} />}
      <p role="status" className="jp-AssembleTrace-busy" data-busy={slow}>
        {slow && (
          <>
            <StatusIcon mark="running" />
            {phase === 'starting' ? trans.__('Starting…') : trans.__('Planning what will be sent…')}
          </>
        )}
      </p>
    </div>
  );
}

function Refused({ preview, error }: { preview: PreviewModel; error: ErrorRecord }): JSX.Element {
  const { trans } = useEnv();
  return (
    <ErrorNote error={error}>
      {suggestionsOf(error).map(({ line, first, cellNumber }) => (
        <button
          key={line}
          type="button"
          className="jp-AssembleTrace-button jp-mod-primary"
          data-add-line={line}
          onClick={() => void preview.addLines([line])}
        >
          {trans.__('Add “%1” from cell %2', first, cellNumber)}
        </button>
      ))}
    </ErrorNote>
  );
}

function Where({ plan }: { plan: Plan }): JSX.Element {
  const { trans } = useEnv();
  const { upstream, identity } = plan;
  const seen = identity.practice
    ? trans.__('Only this machine. It is for practice.')
    : upstream.private
      ? trans.__('Everyone who may read %1.', upstream.full_name)
      : trans.__('Anyone on the internet can read it.');
  return (
    <dl className="jp-AssembleTrace-values jp-AssembleTrace-where">
      <dt>{trans.__('Goes to')}</dt>
      <dd data-field="upstream">
        {upstream.full_name}{' '}
        <span className="jp-AssembleTrace-note">
          {trans.__('on top of %1 at %2', plan.base_branch, plan.base.slice(0, 7))}
        </span>
      </dd>
      <dt>{trans.__('As')}</dt>
      <dd data-field="identity">
        {identity.login}{' '}
        <span className="jp-AssembleTrace-note">
          {identity.practice
            ? trans.__('your practice identity')
            : `${identity.name} <${identity.email}>`}
        </span>
      </dd>
      <dt>{trans.__('Who can see it')}</dt>
      <dd data-field="visibility">{seen}</dd>
    </dl>
  );
}

function Code({ plan }: { plan: Plan }): JSX.Element {
  const { trans } = useEnv();
  const lines = plan.added_lines ?? [];
  const empty = plan.files.filter(file => file.content === '');
  return (
    <section>
      {plan.files
        .filter(file => file.content !== '')
        .map(file => (
          <figure key={file.path} className="jp-AssembleTrace-file">
            <figcaption>{file.path}</figcaption>
            <CodeBlock
              code={file.content}
              language="python"
              label={file.path}
              added={addedAtTop(file, lines)}
            />
          </figure>
        ))}
      <p className="jp-AssembleTrace-note">
        {[
          plan.formatted
            ? trans.__('black laid it out in the project’s style; your cell stays as it is.')
            : '',
          lines.length > 0 ? trans.__('Marked lines come from another cell.') : '',
          empty.length > 0
            ? trans.__('Empty files that go with it: %1.', empty.map(f => f.path).join(', '))
            : ''
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
    </section>
  );
}

function Fields({ preview }: { preview: PreviewModel }): JSX.Element {
  const { trans } = useEnv();
  const { fields, phase } = useSignal(preview.changed, () => preview.state);
  const id = useId();
  const labels: [FieldName, string][] = [
    ['feature', trans.__('Feature')],
    ['branch', trans.__('Branch')],
    ['title', trans.__('Title')],
    ['body', trans.__('Description')]
  ];
  return (
    <div className="jp-AssembleTrace-form jp-AssembleTrace-fields">
      {labels.map(([name, label]) => {
        const common = {
          id: `${id}-${name}`,
          className: 'jp-mod-styled',
          value: fields[name],
          readOnly: phase === 'starting',
          spellCheck: name === 'title' || name === 'body',
          'data-field': name,
          onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
            preview.type(name, event.target.value)
        };
        return (
          <React.Fragment key={name}>
            <label htmlFor={common.id}>{label}</label>
            {name === 'body' ? (
              <textarea rows={5} {...common} />
            ) : (
              <input type="text" {...common} />
            )}
          </React.Fragment>
        );
      })}
    </div>
  );
}

/** The commands that the submission stands for, and the commit that will result. */
function Planned({ view }: { view: TraceView }): JSX.Element | null {
  const { trans, model } = useEnv();
  const { trace, shown } = view;
  const steps = trace.steps.filter(step => (shown[step.key] ?? []).length > 0);
  if (!model.state.explain || steps.length === 0) {
    return null;
  }
  return (
    <Disclosure
      className="jp-AssembleTrace-planned"
      label={trans.__('What will be done, as commands')}
    >
      {() => (
        <>
          {trace.commit && (
            <p className="jp-AssembleTrace-note">
              {trans.__('The commit will be %1.', trace.commit.slice(0, 10))}
            </p>
          )}
          {steps.map(step => (
            <section key={step.key} data-planned={step.key}>
              <h4>{stepName(step.key, trans)}</h4>
              <Commands lines={shown[step.key] ?? []} />
            </section>
          ))}
        </>
      )}
    </Disclosure>
  );
}

/** How many lines at the top of the file are the added ones. */
function addedAtTop(file: FileChange, lines: string[]): number {
  return lines.length > 0 && file.content.startsWith(`${lines.join('\n')}\n`) ? lines.length : 0;
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
