import { Widget } from '@lumino/widgets';
import React, { useLayoutEffect, useRef } from 'react';

import { useEnv } from '../env';

/** A text in Markdown, rendered as Lab renders it. */
export function Markdown({ text }: { text: string }): JSX.Element {
  const { rendermime } = useEnv();
  const ref = useRef<HTMLDivElement>(null);
  // A layout effect is undone before React takes the element away, as Lumino needs it.
  useLayoutEffect(() => {
    const host = ref.current;
    if (!host) {
      return;
    }
    const renderer = rendermime.createRenderer('text/markdown');
    const model = rendermime.createModel({ data: { 'text/markdown': text } });
    renderer.renderModel(model).catch(reason => {
      console.error(reason);
      host.textContent = text;
    });
    Widget.attach(renderer, host);
    return () => {
      renderer.dispose();
    };
  }, [text, rendermime]);
  return <div ref={ref} className="jp-AssembleTrace-markdown" />;
}
