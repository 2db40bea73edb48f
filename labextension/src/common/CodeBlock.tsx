import React, { useEffect, useRef } from 'react';

import { useDrawing } from '../env';

interface ICodeBlock {
  code: string;
  language?: string;
  label: string;
  /** How many of its first lines were added to what the person wrote. */
  added?: number;
}

/** Code exactly as it is: every character a text node, coloured only if that changes none. */
export function CodeBlock({ code, language, label, added = 0 }: ICodeBlock): JSX.Element {
  const { highlight } = useDrawing();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    node.textContent = code;
    if (!highlight || !language) {
      return;
    }
    let wanted = true;
    const coloured = document.createElement('code');
    highlight(code, language, coloured).then(
      () => {
        if (wanted && coloured.textContent === code) {
          node.replaceChildren(...coloured.childNodes);
        }
      },
      () => undefined
    );
    return () => {
      wanted = false;
    };
  }, [code, language, highlight]);
  return (
    <pre className="jp-AssembleTrace-code" tabIndex={0} aria-label={label}>
      {added > 0 && (
        <span
          className="jp-AssembleTrace-addedLines"
          style={{ height: `${added}lh` }}
          aria-hidden="true"
        />
      )}
      <code ref={ref} />
    </pre>
  );
}
