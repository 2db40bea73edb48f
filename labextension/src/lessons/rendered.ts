import type { IDisposable } from '@lumino/disposable';
import { Widget } from '@lumino/widgets';

import type { IEnv } from '../env';
import { recordOf } from '../refusal';
import { meaningOf, termOf } from './depths';
import { Terms } from './terms';

/** A text as Lab renders it, with terms that explain themselves. */
export class RenderedText implements IDisposable {
  constructor(
    host: HTMLElement,
    text: string,
    private readonly env: IEnv,
    private readonly withinGlossary = false
  ) {
    const renderer = env.rendermime.createRenderer('text/markdown');
    this._renderer = renderer;
    const model = env.rendermime.createModel({ data: { 'text/markdown': text } });
    renderer.renderModel(model).then(
      () => {
        if (!this.isDisposed) {
          this._terms = new Terms(host, {
            trans: env.trans,
            termOf: href => termOf(href, this.withinGlossary),
            define: (term, body) => new Meaning(term, body, this.env)
          });
        }
      },
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
    this._terms?.dispose();
    this._renderer.dispose();
  }

  private readonly _renderer: Widget;
  private _terms: Terms | null = null;
}

/** What a term means, once its page is there. */
class Meaning implements IDisposable {
  constructor(term: string, body: HTMLElement, env: IEnv) {
    env.client.lesson('glossary', term).then(
      page => {
        if (!this.isDisposed) {
          this._text = new RenderedText(body, meaningOf(page), env, true);
        }
      },
      reason => {
        body.textContent = env.trans.__(
          'This page could not be read. %1',
          recordOf(reason).message
        );
      }
    );
  }

  isDisposed = false;

  dispose(): void {
    this.isDisposed = true;
    this._text?.dispose();
  }

  private _text: RenderedText | null = null;
}
