import type {
  ErrorRecord,
  PlanRequest,
  PlanView,
  Revision,
  StartRequest,
  TraceView
} from '../wire';
import type { IGatheringState, ISliceClient } from './gathering';
import type { ITrialClient } from './trying';

/** The part of the client that this model needs. */
export interface IPlanClient extends ISliceClient, ITrialClient {
  plan(body: PlanRequest): Promise<PlanView>;
  start(id: string, body: StartRequest): Promise<TraceView>;
  remove(id: string): Promise<void>;
}

/** The names and texts that a person may change in the preview. */
export interface IFields {
  feature: string;
  branch: string;
  title: string;
  body: string;
}

export type FieldName = keyof IFields;

export interface IPreviewState {
  /** What the fields show: what was typed, else what the server proposes. */
  readonly fields: IFields;
  /** The last plan; it stays in sight while the next one is made. */
  readonly plan: PlanView | null;
  readonly error: ErrorRecord | null;
  readonly phase: 'planning' | 'planned' | 'refused' | 'starting';
  readonly addedLines: readonly string[];
  /** What is sent instead of the cells' own code; `null` sends the cells. */
  readonly text: string | null;
  /** The earlier submission of the same cells that can be continued. */
  readonly revision: Revision | null;
  /** Which attempt it is when that one is continued. */
  readonly attempt: number;
  /** Whether a new pull request is wanted although one could be continued. */
  readonly fresh: boolean;
  /** Whether to stop before each step. */
  readonly stepwise: boolean;
}

/** What is kept of a preview that was closed without sending. */
export interface IDraft {
  fields: Partial<IFields>;
  fresh: boolean;
  text: string | null;
  gathering: IGatheringState;
  /** The code of the cells that this was about. */
  code: string;
}

export interface IPreviewOptions {
  draft?: IDraft;
  stepwise?: boolean;
  /** The submission that a further attempt is wanted at. */
  revises?: string | null;
  /** Whether to try it as soon as it is planned. */
  tries?: boolean;
}

/** Before anything was planned. */
export const UNPLANNED: IPreviewState = {
  fields: { feature: '', branch: '', title: '', body: '' },
  plan: null,
  error: null,
  phase: 'planning',
  addedLines: [],
  text: null,
  revision: null,
  attempt: 1,
  fresh: false,
  stepwise: false
};
