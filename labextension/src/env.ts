import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';

import type { TraceClient } from './client';
import type { IInserted } from './lessons/inserting';
import type { TraceModel } from './trace/model';
import type { TraceView } from './wire';

/** Fills an element with highlighted code. Its text must come out as it went in. */
export type Highlight = (code: string, language: string, node: HTMLElement) => Promise<void>;

/** What components need from outside, handed down once. */
export interface IEnv {
  readonly trans: TranslationBundle;
  readonly client: TraceClient;
  readonly model: TraceModel;
  readonly rendermime: IRenderMimeRegistry;
  readonly highlight: Highlight | null;
  /** Show the pull request: a tab of Lab, or of the browser. */
  readonly openPage: (view: TraceView) => void;
  /** Open a submission's notebook and the preview of a further attempt at it. */
  readonly revise: (submission: string) => void;
  /**
   * Insert a cell that shows a check, below the cells of a submission, or else below the
   * selected ones; answers where, or `null` if that could not be.
   */
  readonly insertCheck: (check: string, submission: string | null) => Promise<IInserted | null>;
}

/** The submission that components are about; `null` where none was sent yet. */
export const SubmissionContext = createContext<string | null>(null);

export function useSubmission(): string | null {
  return useContext(SubmissionContext);
}

export const EnvContext = createContext<IEnv | null>(null);

export function useEnv(): IEnv {
  const env = useContext(EnvContext);
  if (!env) {
    throw new Error('A component of Assemblé Trace was rendered outside of its context.');
  }
  return env;
}
