import React, { useEffect, useState } from 'react';

import { useDrawing } from '../env';
import { copyNow } from './clipboard';
import { Glyph } from './Glyph';

/** Copies a text, and says for two seconds that it did. `what` names it for screen readers. */
export function CopyButton({ text, what }: { text: string; what: string }): JSX.Element {
  const { trans } = useDrawing();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 2000);
      return () => clearTimeout(timer);
    }
  }, [copied]);
  const label = copied ? trans.__('Copied') : trans.__('Copy %1', what);
  return (
    <button
      type="button"
      className="jp-AssembleTrace-copy"
      title={label}
      aria-label={label}
      onClick={() => {
        copyNow(text);
        setCopied(true);
      }}
    >
      <Glyph name={copied ? 'check' : 'copy'} />
    </button>
  );
}
