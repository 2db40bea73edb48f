import { closeIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import { Widget } from '@lumino/widgets';

import type { IEnv } from '../env';
import { recordOf } from '../refusal';
import { meaningOf, termOf } from './depths';

let boxes = 0;

/**
 * A rendered text. A link to the glossary becomes a button that opens the term's text below
 * the paragraph; a link to anything else inside the lessons becomes plain words, so that
 * nothing in a text can lead away from Lab.
 */
export class RenderedText implements IDisposable {
  constructor(
    private readonly host: HTMLElement,
    text: string,
    private readonly env: IEnv,
    private readonly withinGlossary = false
  ) {
    const renderer = env.rendermime.createRenderer('text/markdown');
    this._renderer = renderer;
    const model = env.rendermime.createModel({ data: { 'text/markdown': text } });
    renderer.renderModel(model).then(
      () => this.isDisposed || this.tame(),
      reason => {
        console.error(reason);
        host.textContent = text;
      }
    );
    Widget.attach(renderer, host);
  }

  get isDisposed(): boolean {
    return this._renderer.isDisposed;
  }

  dispose(): void {
    this._definition?.dispose();
    this._renderer.dispose();
  }

  private tame(): void {
    for (const link of this.host.querySelectorAll('a')) {
      const href = link.getAttribute('href') ?? '';
      const term = termOf(href, this.withinGlossary);
      if (term !== null) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'jp-AssembleTrace-term';
        button.dataset.term = term;
        button.setAttribute('aria-expanded', 'false');
        button.title = this.env.trans.__('What does this word mean?');
        button.append(...link.childNodes);
        button.addEventListener('click', () => this.toggle(term, button));
        button.addEventListener('keydown', event => this.leave(event));
        link.replaceWith(button);
      } else if (!/^https?:/.test(href)) {
        link.replaceWith(...link.childNodes);
      }
    }
  }

  /** Open a term's text, or close it; one is open at a time. */
  private toggle(term: string, button: HTMLButtonElement): void {
    const again = this._button === button;
    this.close();
    if (again) {
      return;
    }
    const definition = new Definition(term, button.textContent ?? term, this.env);
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

  private readonly _renderer: Widget;
  private _definition: Definition | null = null;
  private _button: HTMLButtonElement | null = null;
}

/** The box that says what a term means. */
class Definition implements IDisposable {
  constructor(term: string, word: string, env: IEnv) {
    const { trans } = env;
    this.node.className = 'jp-AssembleTrace-definition';
    this.node.id = `jp-AssembleTrace-definition-${++boxes}`;
    this.node.dataset.definition = term;
    this.node.setAttribute('role', 'group');
    this.node.setAttribute('aria-label', trans.__('What “%1” means', word));
    this.close.type = 'button';
    this.close.className = 'jp-AssembleTrace-close';
    this.close.title = trans.__('Close');
    this.close.setAttribute('aria-label', trans.__('Close'));
    closeIcon.element({ container: this.close, tag: 'span' });
    const body = document.createElement('div');
    body.setAttribute('role', 'status');
    this.node.append(body, this.close);
    env.client.lesson('glossary', term).then(
      page => {
        if (!this.isDisposed) {
          this._text = new RenderedText(body, meaningOf(page), env, true);
        }
      },
      reason => {
        body.textContent = trans.__('This page could not be read. %1', recordOf(reason).message);
      }
    );
  }

  readonly node = document.createElement('div');
  readonly close = document.createElement('button');
  isDisposed = false;

  dispose(): void {
    this.isDisposed = true;
    this._text?.dispose();
    this.node.remove();
  }

  private _text: RenderedText | null = null;
}
