import React from 'react';

import { CodeBlock } from '../common/CodeBlock';
import { Disclosure } from '../common/Disclosure';
import { useEnv } from '../env';
import { Diff } from '../trace/Diff';
import type { FileChange, Plan, TraceView } from '../wire';

/** The files as they will be sent; of a further attempt, first what is different. */
export function Code({ view, plan }: { view: TraceView; plan: Plan }): JSX.Element {
  const { trans } = useEnv();
  const lines = plan.added_lines ?? [];
  const empty = plan.files.filter(file => file.content === '');
  const difference = view.difference ?? [];
  const files = plan.files
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
    ));
  return (
    <section>
      {difference.length > 0 ? (
        <div className="jp-AssembleTrace-difference">
          <Diff
            files={difference}
            heading={trans.__('What is different from the earlier attempt')}
          />
          <Disclosure label={trans.__('The whole code')}>{() => files}</Disclosure>
        </div>
      ) : (
        files
      )}
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

/** How many lines at the top of the file are the added ones. */
function addedAtTop(file: FileChange, lines: string[]): number {
  return lines.length > 0 && file.content.startsWith(`${lines.join('\n')}\n`) ? lines.length : 0;
}
