import React from 'react';

import { SaveCopy } from '../away/SaveCopy';
import { Glyph } from '../common/Glyph';
import { CompareWith } from '../compare/CompareWith';
import { useEnv } from '../env';
import { Again } from '../history/Again';
import { CopyLink } from '../history/CopyLink';
import type { TraceView } from '../wire';

/** What can be made of a submission, whatever came of it. */
export function More({ view }: { view: TraceView }): JSX.Element {
  return (
    <div className="jp-AssembleTrace-buttons jp-AssembleTrace-more">
      <ReplayButton submission={view.trace.id} />
      <CompareWith submission={view.trace.id} />
      <Again submission={view.trace.id} />
      <CopyLink submission={view.trace.id} />
      <SaveCopy view={view} />
    </div>
  );
}

/** Plays the submission in the panel, from its first moment. */
function ReplayButton({ submission }: { submission: string }): JSX.Element {
  const { opened, trans } = useEnv();
  return (
    <button
      type="button"
      className="jp-AssembleTrace-button"
      data-action="replay"
      onClick={() => void opened.open(submission)}
    >
      <Glyph name="play" />
      {trans.__('Replay')}
    </button>
  );
}
