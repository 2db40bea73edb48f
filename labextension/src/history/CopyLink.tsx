import React, { useEffect, useState } from 'react';

import { Glyph } from '../common/Glyph';
import { copyNow } from '../common/clipboard';
import { useEnv } from '../env';
import type { StepKey } from '../trace/reading';
import { linkTo } from './link';

/** Copies the address that leads here, and says for two seconds that it did. */
export function CopyLink({
  submission,
  step = null
}: {
  submission: string;
  step?: StepKey | null;
}): JSX.Element {
  const { trans } = useEnv();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 2000);
      return () => clearTimeout(timer);
    }
  }, [copied]);
  const label = step ? trans.__('Copy link to this step') : trans.__('Copy link');
  return (
    <button
      type="button"
      className={`jp-AssembleTrace-button ${step ? 'jp-mod-quiet' : ''}`}
      data-action="copy-link"
      title={trans.__('An address that leads here, for whoever uses this server')}
      onClick={() => {
        copyNow(linkTo({ submission, step }));
        setCopied(true);
      }}
    >
      <Glyph name={copied ? 'check' : 'copy'} />
      <span aria-live="polite">{copied ? trans.__('Link copied') : label}</span>
    </button>
  );
}
