import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { createContext, ReactNode, useContext } from 'react';

import type { LessonKind, TraceClient } from './client';
import type { HistoryModel } from './history/model';
import type { IInserted } from './lessons/inserting';
import type { OpenedReplay } from './replay/opening';
import type { TraceModel } from './trace/model';
import type { Sandboxes } from './travel/model';
import type { TraceView } from './wire';

/** Fills an element with highlighted code. Its text must come out as it went in. */
export type Highlight = (code: string, language: string, node: HTMLElement) => Promise<void>;

/** The page that explains a step, an error or a check; `meanwhile` stands in for a missing one. */
export type Explain = (
  kind: Exclude<LessonKind, 'glossary'>,
  name: string,
  meanwhile?: string
) => ReactNode;

/** What components need that only draw: it is there without Lab, too. */
export interface IDrawing {
  readonly trans: TranslationBundle;
  readonly highlight: Highlight | null;
  readonly explain: Explain;
}

/** What components need from outside, handed down once. */
export interface IEnv extends IDrawing {
  readonly client: TraceClient;
  readonly model: TraceModel;
  readonly history: HistoryModel;
  readonly opened: OpenedReplay;
  readonly sandboxes: Sandboxes;
  readonly rendermime: IRenderMimeRegistry;
  /** Show the pull request: a tab of Lab, or of the browser. */
  readonly openPage: (view: TraceView) => void;
  /** Open a submission's notebook and the preview of a further attempt at it. */
  readonly revise: (submission: string) => void;
  /** Put two submissions side by side; without a second one, ask for it. */
  readonly compare: (left: string, right?: string) => void;
  /** Put a submission's code into a new cell, and open the preview on it. */
  readonly again: (submission: string) => void;
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

/** Given instead of `EnvContext` where there is no Lab. */
export const DrawingContext = createContext<IDrawing | null>(null);

export function useDrawing(): IDrawing {
  const env = useContext(EnvContext);
  const drawing = useContext(DrawingContext) ?? env;
  if (!drawing) {
    throw new Error('A component of Assemblé Trace was rendered outside of its context.');
  }
  return drawing;
}
