import { Clipboard } from '@jupyterlab/apputils';
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useState } from 'react';

import { useEnv } from '../env';

/** Copies a text, and says for two seconds that it did. `what` names it for screen readers. */
export function CopyButton({ text, what }: { text: string; what: string }): JSX.Element {
  const { trans } = useEnv();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 2000);
      return () => clearTimeout(timer);
    }
  }, [copied]);
  const label = copied ? trans.__('Copied') : trans.__('Copy %1', what);
  const Icon = copied ? checkIcon : copyIcon;
  return (
    <button
      type="button"
      className="jp-AssembleTrace-copy"
      title={label}
      aria-label={label}
      onClick={() => {
        Clipboard.copyToSystem(text);
        setCopied(true);
      }}
    >
      <Icon.react tag="span" width="14px" height="14px" />
    </button>
  );
}
