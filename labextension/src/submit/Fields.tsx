import React, { useId } from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { PreviewModel } from './model';
import type { FieldName } from './state';

/** The names and texts that a person may change. */
export function Fields({ preview }: { preview: PreviewModel }): JSX.Element {
  const { trans } = useEnv();
  const { fields, phase } = useSignal(preview.changed, () => preview.state);
  const given = preview.continuesBranch;
  const id = useId();
  const labels: [FieldName, string][] = [
    ['feature', trans.__('Feature')],
    ['branch', trans.__('Branch')],
    ['title', given ? trans.__('Commit message') : trans.__('Title')]
  ];
  if (!given) {
    labels.push(['body', trans.__('Description')]);
  }
  return (
    <div className="jp-AssembleTrace-form jp-AssembleTrace-fields">
      {labels.map(([name, label]) => {
        const common = {
          id: `${id}-${name}`,
          className: 'jp-mod-styled',
          value: fields[name],
          readOnly: phase === 'starting' || (given && (name === 'feature' || name === 'branch')),
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
