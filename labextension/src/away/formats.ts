import type { TranslationBundle } from '@jupyterlab/translation';

/** The formats in which a submission can be saved, as the server names them. */
export type Format = 'html' | 'bundle' | 'md' | 'ipynb' | 'json' | 'cast' | 'sh' | 'ps1';

export interface IFormat {
  readonly key: Format;
  readonly label: string;
  /** What it is good for, and where it is not. */
  readonly goodFor: string;
}

/** Every format, with what it is good for; the first one is proposed. */
export function formats(trans: TranslationBundle): IFormat[] {
  return [
    {
      key: 'html',
      label: trans.__('Web page'),
      goodFor: trans.__('One file that plays in any browser, without Lab or a network.')
    },
    {
      key: 'bundle',
      label: trans.__('Bundle'),
      goodFor: trans.__(
        'Everything that is known. Assemblé Trace reads it in elsewhere, and notices any change.'
      )
    },
    {
      key: 'md',
      label: trans.__('Markdown'),
      goodFor: trans.__('To read, print or paste into a report.')
    },
    {
      key: 'ipynb',
      label: trans.__('Notebook'),
      goodFor: trans.__('Tells it step by step; the commands are cells.')
    },
    {
      key: 'sh',
      label: trans.__('Script for bash'),
      goodFor: trans.__('Does it again on Linux and macOS: the same commit.')
    },
    {
      key: 'ps1',
      label: trans.__('Script for PowerShell'),
      goodFor: trans.__('Does it again on Windows: the same commit.')
    },
    {
      key: 'cast',
      label: trans.__('Asciicast'),
      goodFor: trans.__('A recording of a terminal, for asciinema and for players in web pages.')
    },
    {
      key: 'json',
      label: trans.__('JSON'),
      goodFor: trans.__('The whole record for programs, as its published schema says.')
    }
  ];
}
