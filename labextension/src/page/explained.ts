import type { TranslationBundle } from '@jupyterlab/translation';

import type { Depth, LessonName } from '../lessons/depths';
import { Terms } from '../lessons/terms';

/** A part of a page in the text of this file; `null` where the text has none. */
export function partOf(name: LessonName, depth: Depth): Element | null {
  return document.querySelector(
    `#text [data-lesson="${CSS.escape(name)}"] [data-depth="${depth}"]`
  );
}

/** Show a copy of a text; the words that it links to explain themselves. */
export function explained(host: HTMLElement, text: Element, trans: TranslationBundle): Terms {
  host.replaceChildren(...text.cloneNode(true).childNodes);
  return new Terms(host, {
    trans,
    termOf: href => (href.startsWith('#term-') ? href.slice('#term-'.length) : null),
    define: (term, body) => {
      const meaning = document.querySelector(`#text [data-meaning="${CSS.escape(term)}"]`);
      return explained(body, meaning ?? document.createElement('div'), trans);
    }
  });
}
