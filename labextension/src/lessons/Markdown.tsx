import React, { useLayoutEffect, useRef } from 'react';

import { useEnv } from '../env';
import { RenderedText } from './rendered';

/** A text in Markdown, rendered as Lab renders it; its terms explain themselves in place. */
export function Markdown({ text }: { text: string }): JSX.Element {
  const env = useEnv();
  const ref = useRef<HTMLDivElement>(null);
  // A layout effect is undone before React takes the element away, as Lumino needs it.
  useLayoutEffect(() => {
    if (ref.current) {
      const shown = new RenderedText(ref.current, text, env);
      return () => shown.dispose();
    }
  }, [text, env]);
  return <div ref={ref} className="jp-AssembleTrace-markdown" />;
}
