import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

let boxes = 0;

interface ITerms {
  readonly trans: TranslationBundle;
  /** The term that a link leads to; `null` for any other link. */
  readonly termOf: (href: string) => string | null;
  /** Write what a term means into an element. */
  readonly define: (term: string, body: HTMLElement) => IDisposable;
}

/**
 * The words of a text that explain themselves. A link to the glossary becomes a button that
 * opens the term's text below the paragraph; a link to anything else inside the lessons becomes
 * plain words, so that nothing in a text can lead away.
 */
export class Terms implements IDisposable {
  constructor(
    private readonly host: HTMLElement,
    private readonly options: ITerms
  ) {
    for (const link of host.querySelectorAll('a')) {
      const href = link.getAttribute('href') ?? '';
      const term = options.termOf(href);
      if (term !== null) {
        link.replaceWith(this.button(term, [...link.childNodes]));
      } else if (!/^https?:/.test(href)) {
        link.replaceWith(...link.childNodes);
      }
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._definition?.dispose();
  }

  private button(term: string, words: Node[]): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-AssembleTrace-term';
    button.dataset.term = term;
    button.setAttribute('aria-expanded', 'false');
    button.title = this.options.trans.__('What does this word mean?');
    button.append(...words);
    button.addEventListener('click', () => this.toggle(term, button));
    button.addEventListener('keydown', event => this.leave(event));
    return button;
  }

  /** Open a term's text, or close it; one is open at a time. */
  private toggle(term: string, button: HTMLButtonElement): void {
    const again = this._button === button;
    this.close();
    if (again) {
      return;
    }
    const definition = new Definition(term, button.textContent ?? term, this.options);
    definition.node.addEventListener('keydown', event => this.leave(event));
    definition.close.addEventListener('click', () => this.close(true));
    const block = button.closest('p, li, td, dd');
    if (block?.matches('p')) {
      block.after(definition.node);
    } else {
      (block ?? this.host).append(definition.node);
    }
    button.setAttribute('aria-expanded', 'true');
    button.setAttribute('aria-controls', definition.node.id);
    this._definition = definition;
    this._button = button;
  }

  private leave(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this._definition) {
      event.stopPropagation();
      event.preventDefault();
      this.close(true);
    }
  }

  private close(refocus = false): void {
    this._definition?.dispose();
    this._button?.setAttribute('aria-expanded', 'false');
    this._button?.removeAttribute('aria-controls');
    if (refocus) {
      this._button?.focus();
    }
    this._definition = null;
    this._button = null;
  }

  private _definition: Definition | null = null;
  private _button: HTMLButtonElement | null = null;
  private _isDisposed = false;
}

/** The box that says what a term means. */
class Definition implements IDisposable {
  constructor(term: string, word: string, { trans, define }: ITerms) {
    this.node.className = 'jp-AssembleTrace-definition';
    this.node.id = `jp-AssembleTrace-definition-${++boxes}`;
    this.node.dataset.definition = term;
    this.node.setAttribute('role', 'group');
    this.node.setAttribute('aria-label', trans.__('What “%1” means', word));
    this.close.type = 'button';
    this.close.className = 'jp-AssembleTrace-close';
    this.close.title = trans.__('Close');
    this.close.setAttribute('aria-label', trans.__('Close'));
    this.close.textContent = '×';
    const body = document.createElement('div');
    body.setAttribute('role', 'status');
    this.node.append(body, this.close);
    this._text = define(term, body);
  }

  readonly node = document.createElement('div');
  readonly close = document.createElement('button');

  get isDisposed(): boolean {
    return this._text.isDisposed;
  }

  dispose(): void {
    this._text.dispose();
    this.node.remove();
  }

  private readonly _text: IDisposable;
}
