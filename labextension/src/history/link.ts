import { PageConfig, URLExt } from '@jupyterlab/coreutils';

import type { StepKey } from '../trace/reading';

/** What a link leads to. */
export interface IPlace {
  submission: string;
  step: StepKey | null;
}

const NAME = 'assemble';
const PLACE = /^([0-9a-z-]{1,64})(?::([a-z_]{1,16}))?$/;

/** Which addresses lead to a submission. */
export const LINK = new RegExp(`[?&]${NAME}=`);

/** What an address leads to; `null` where it says so in no way that is understood. */
export function placeIn(search: string): IPlace | null {
  const found = PLACE.exec(new URLSearchParams(search).get(NAME) ?? '');
  return found && { submission: found[1], step: (found[2] as StepKey | undefined) ?? null };
}

/** An address without what led to a submission: a reload leads nowhere. */
export function without(search: string): string {
  const words = new URLSearchParams(search);
  words.delete(NAME);
  const rest = words.toString();
  return rest && `?${rest}`;
}

/** The address that leads to a submission, or to a step of it, on this server. */
export function linkTo({ submission, step }: IPlace): string {
  const url = new URL(
    PageConfig.getOption('appName') === 'JupyterLab'
      ? URLExt.join(PageConfig.getBaseUrl(), 'lab')
      : window.location.pathname,
    window.location.href
  );
  url.search = `?${NAME}=${submission}${step ? `:${step}` : ''}`;
  url.hash = '';
  return url.href;
}
