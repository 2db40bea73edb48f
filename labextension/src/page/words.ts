import type { TranslationBundle } from '@jupyterlab/translation';

/** Texts as they are written in the source, where no Lab translates them. */
export const words: TranslationBundle = {
  __: filled,
  _n: counted,
  _p: (_, ...rest) => filled(...rest),
  _np: (_, ...rest) => counted(...rest),
  gettext: filled,
  ngettext: counted,
  pgettext: (_, ...rest) => filled(...rest),
  npgettext: (_, ...rest) => counted(...rest),
  dcnpgettext: (_, __, ...rest) => counted(...rest)
};

function filled(text: string, ...values: unknown[]): string {
  return text.replace(/%(\d+)/g, (_, place: string) => String(values[Number(place) - 1]));
}

function counted(one: string, many: string, count: number, ...values: unknown[]): string {
  return filled(count === 1 ? one : many, count, ...values);
}
