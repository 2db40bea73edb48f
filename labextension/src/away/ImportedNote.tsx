import React from 'react';

import { useEnv } from '../env';
import { isolated, moment } from '../trace/words';
import type { Rebuilt, TraceView } from '../wire';

/** Says of a submission that it did not happen here, and what can be done with it. */
export function ImportedNote({ view }: { view: TraceView }): JSX.Element | null {
  const { trans } = useEnv();
  if (!view.imported) {
    return null;
  }
  if (view.trace.rebuilt) {
    return <RebuiltNote rebuilt={view.trace.rebuilt} />;
  }
  const who = view.trace.plan?.identity.login;
  return (
    <p className="jp-AssembleTrace-imported" data-imported>
      {who
        ? trans.__(
            'This happened elsewhere: %1 made it. Read in on %2, to be looked at and played.',
            isolated(who),
            moment(view.imported)
          )
        : trans.__(
            'This happened elsewhere. Read in on %1, to be looked at and played.',
            moment(view.imported)
          )}
    </p>
  );
}

/** Says of a trace that nobody recorded it, and how far its commands can be trusted. */
function RebuiltNote({ rebuilt }: { rebuilt: Rebuilt }): JSX.Element {
  const { trans } = useEnv();
  return (
    <div className="jp-AssembleTrace-imported" data-rebuilt={rebuilt.exact ? 'exact' : 'other'}>
      <p>
        {trans.__(
          'Nobody recorded this. It was rebuilt on %1 from %2: what it left is known, what was typed is concluded.',
          moment(rebuilt.at),
          isolated(rebuilt.source)
        )}
      </p>
      <p>
        {rebuilt.exact
          ? trans.__('The commands make the very same commit.')
          : trans.__('The commands do not make the same commit: %1', rebuilt.why_not ?? '')}
      </p>
      {(rebuilt.notes ?? []).map(note => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
