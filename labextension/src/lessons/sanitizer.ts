import { Sanitizer } from '@jupyterlab/apputils';
import {
  IRenderMimeRegistry,
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

/** Lab's sanitizer, without the attributes by which a text could run a command of Lab. */
class TextSanitizer implements IRenderMime.ISanitizer {
  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    const template = document.createElement('template');
    template.innerHTML = this._base.sanitize(dirty, options);
    for (const element of template.content.querySelectorAll('*')) {
      for (const name of element.getAttributeNames()) {
        if (name.startsWith('data-commandlinker')) {
          element.removeAttribute(name);
        }
      }
    }
    return template.innerHTML;
  }

  private readonly _base = new Sanitizer();
}

/** Lab's Markdown, for texts that only inform: no commands, no links into the file browser. */
export function textRenderer(rendermime: IRenderMimeRegistry): IRenderMimeRegistry {
  return new RenderMimeRegistry({
    initialFactories: standardRendererFactories,
    sanitizer: new TextSanitizer(),
    markdownParser: rendermime.markdownParser ?? undefined
  });
}
