import { ISignal, Signal } from '@lumino/signaling';

import type { Action } from '../client';
import { recordOf, Refusal } from '../refusal';
import type { ErrorRecord, PlanRequest, PlanView, TraceView } from '../wire';
import type { IChosen } from './cells';

/** The part of the client that this model needs. */
export interface IPlanClient {
  plan(body: PlanRequest): Promise<PlanView>;
  act(id: string, action: Action): Promise<TraceView>;
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
}

/** What would define an undefined name, and where it was found. */
export interface ISuggestion {
  /** One statement, which may go over several lines. */
  line: string;
  /** Its first line, to be shown. */
  first: string;
  /** The place of its cell in the notebook, counted from 1 as people do. */
  cellNumber: number;
}

/** How long typing must rest before the server plans again, in milliseconds. */
export const REST = 500;

/** One preview: plans what was chosen, plans again when something is typed, and starts it. */
export class PreviewModel {
  /** `typed` is what was typed in an earlier preview of the same cells. */
  constructor(
    private readonly client: IPlanClient,
    private readonly chosen: IChosen,
    typed: Partial<IFields> = {}
  ) {
    this._typed = { ...typed };
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IPreviewState {
    return this._state;
  }

  /** What was typed, to be offered again. */
  get typed(): Partial<IFields> {
    return { ...this._typed };
  }

  /** The record of the last refusal, for the panel. */
  get refused(): string | null {
    return this._refused;
  }

  get canStart(): boolean {
    const { phase, plan } = this._state;
    return phase === 'planned' && plan !== null && !plan.existing;
  }

  /** Change a field; the plan follows when typing rests. An empty one is proposed again. */
  type(field: FieldName, text: string): void {
    this._typed[field] = text;
    const fields = { ...this._state.fields, [field]: text };
    this.set({ fields, phase: 'planning' });
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this.plan(true), REST);
  }

  /** Put lines before the cell, and plan again. */
  addLines(lines: string[]): Promise<void> {
    const addedLines = [...this._state.addedLines];
    lines.filter(line => !addedLines.includes(line)).forEach(line => addedLines.push(line));
    this.set({ addedLines });
    return this.plan();
  }

  /**
   * Ask the server for a plan. Only the answer to the latest question counts. A refusal of
   * something half typed is forgotten with the next answer; one of the cell stays recorded.
   */
  async plan(typing = false): Promise<void> {
    clearTimeout(this._timer);
    const ticket = ++this._ticket;
    this.forgetPassing();
    this.set({ phase: 'planning' });
    try {
      const plan = await this.client.plan({
        ...this.chosen,
        feature: this._typed.feature ?? '',
        branch: this._typed.branch ?? '',
        title: this._typed.title ?? '',
        body: this._typed.body ?? null,
        add_lines: [...this._state.addedLines],
        replaces: this._planned
      });
      if (!plan.existing) {
        this._planned = plan.view.trace.id;
      }
      if (ticket === this._ticket) {
        this.set({ plan, error: null, phase: 'planned', fields: this.proposed(plan) });
      }
    } catch (reason) {
      if (ticket === this._ticket) {
        this._refused = reason instanceof Refusal ? reason.submission : null;
        this._passing = typing ? this._refused : null;
        this.set({ error: recordOf(reason), phase: 'refused' });
      }
    }
  }

  /** Let it go. Answers the running submission, or `null` when it was refused. */
  async start(): Promise<TraceView | null> {
    const id = this._state.plan?.view.trace.id;
    if (!id || !this.canStart) {
      return null;
    }
    this.set({ phase: 'starting', error: null });
    try {
      return await this.client.act(id, 'start');
    } catch (reason) {
      this.set({ error: recordOf(reason), phase: 'refused' });
      return null;
    }
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._ticket++;
    Signal.clearData(this);
  }

  private forgetPassing(): void {
    if (this._passing) {
      // If it cannot be deleted, it stays as one line of the history.
      this.client.remove(this._passing).catch(() => undefined);
      this._passing = null;
    }
  }

  /** The plan's names and texts, except where something was typed. */
  private proposed({ view }: PlanView): IFields {
    const plan = view.trace.plan;
    const { feature, branch, title, body } = this._typed;
    return {
      feature: feature || (plan?.feature ?? ''),
      branch: branch || (plan?.branch ?? ''),
      title: title || (plan?.title ?? ''),
      body: body ?? plan?.body ?? ''
    };
  }

  private set(change: Partial<IPreviewState>): void {
    this._state = { ...this._state, ...change };
    this._changed.emit();
  }

  private _state: IPreviewState = {
    fields: { feature: '', branch: '', title: '', body: '' },
    plan: null,
    error: null,
    phase: 'planning',
    addedLines: []
  };
  private readonly _typed: Partial<IFields>;
  private _planned: string | null = null;
  private _refused: string | null = null;
  private _passing: string | null = null;
  private _ticket = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
}

/** The lines that an `undefined_name` refusal offers, each once. */
export function suggestionsOf(error: ErrorRecord | null): ISuggestion[] {
  const names = error?.details?.names;
  const found = new Map<string, ISuggestion>();
  for (const { suggestions } of Array.isArray(names) ? (names as IUndefined[]) : []) {
    for (const { line, cell_index } of suggestions ?? []) {
      found.set(line, { line, first: line.split('\n')[0], cellNumber: cell_index + 1 });
    }
  }
  return [...found.values()];
}

/** The line and column (1-based) that an error points at, if it does. */
export function placeOf(error: ErrorRecord | null): { line: number; column: number } | null {
  const { line, column } = error?.details ?? {};
  return typeof line === 'number'
    ? { line, column: typeof column === 'number' ? column : 1 }
    : null;
}

interface IUndefined {
  suggestions?: { line: string; cell_index: number }[];
}
