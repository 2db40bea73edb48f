import { ISignal, Signal } from '@lumino/signaling';

import { recordOf, Refusal } from '../refusal';
import type { PlanView, TraceView } from '../wire';
import type { IChosen } from './cells';
import { Gathering } from './gathering';
import { placeOf } from './pointing';
import {
  FieldName,
  IDraft,
  IFields,
  IPlanClient,
  IPreviewOptions,
  IPreviewState,
  UNPLANNED
} from './state';
import { Trying } from './trying';

/** How long typing must rest before the server plans again, in milliseconds. */
export const REST = 500;

/** One preview: plans what was chosen, plans again when something is typed, and starts it. */
export class PreviewModel {
  /** What was gathered and edited is taken up again only where the code is still the same. */
  constructor(
    private readonly client: IPlanClient,
    private readonly chosen: IChosen,
    { draft, stepwise = false, revises = null, tries = false }: IPreviewOptions = {}
  ) {
    this._typed = { ...draft?.fields };
    this._revises = revises;
    this._tries = tries;
    this.trying = new Trying(client);
    if (revises !== null) {
      // What is asked for by name continues a branch, whose names are given.
      delete this._typed.feature;
      delete this._typed.branch;
    }
    const kept = draft?.code === codeOf(chosen) ? draft : null;
    this.gathering = new Gathering(client, chosen, kept?.gathering);
    const fresh = revises === null && draft?.fresh === true;
    this._state = { ...UNPLANNED, stepwise, fresh, text: kept?.text ?? null };
  }

  /** What the cells need from others. */
  readonly gathering: Gathering;

  /** Judging what is planned here, before it is sent. */
  readonly trying: Trying;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): IPreviewState {
    return this._state;
  }

  /** What was typed and edited, to be offered again. */
  get draft(): IDraft {
    const { fresh, text } = this._state;
    return {
      fields: { ...this._typed },
      fresh,
      text,
      gathering: this.gathering.state,
      code: codeOf(this.chosen)
    };
  }

  /** The chosen cells' places in the notebook, counted from 1 as people do. */
  get cellNumbers(): number[] {
    return this.chosen.cells.map(cell => cell.index + 1);
  }

  /** Whether the notebook has code to gather from. */
  get canGather(): boolean {
    return this.chosen.others.length > 0;
  }

  /** Whether a commit is added to a branch that is there already, so that its names are given. */
  get continuesBranch(): boolean {
    return this._state.revision?.same === true && !this._state.fresh;
  }

  /** The record of the last refusal, for the panel. */
  get refused(): string | null {
    return this._refused;
  }

  get canStart(): boolean {
    const { phase, plan } = this._state;
    const settled = this.gathering.state.phase === 'closed';
    return phase === 'planned' && settled && plan !== null && !plan.existing;
  }

  /** Change a field; the plan follows when typing rests. An empty one is proposed again. */
  type(field: FieldName, text: string): void {
    this._typed[field] = text;
    const fields = { ...this._state.fields, [field]: text };
    this.set({ fields, phase: 'planning' });
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this.plan(true), REST);
  }

  setStepwise(stepwise: boolean): void {
    this.set({ stepwise });
  }

  /** Choose between continuing the earlier submission and a pull request of its own. */
  setFresh(fresh: boolean): Promise<void> {
    this.set({ fresh });
    return this.plan();
  }

  /** Send what is in the editor instead of the cells' own code. */
  useText(): Promise<void> {
    this.set({ text: this.gathering.state.text, addedLines: [] });
    this.gathering.close();
    return this.plan(true);
  }

  /** Send the cells as they are. */
  useCells(): Promise<void> {
    this.set({ text: null });
    this.gathering.clear();
    return this.plan();
  }

  /** Put lines before the code, and plan again. */
  addLines(lines: string[]): Promise<void> {
    if (this._state.text !== null) {
      this.gathering.prepend(lines);
      return this.useText();
    }
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
    const { addedLines, text, revision, fresh } = this._state;
    const named = !this.continuesBranch;
    this.forgetPassing();
    this.set({ phase: 'planning' });
    try {
      const plan = await this.client.plan({
        ...this.chosen,
        feature: named ? (this._typed.feature ?? '') : '',
        branch: named ? (this._typed.branch ?? '') : '',
        title: this._typed.title ?? '',
        body: named ? (this._typed.body ?? null) : null,
        add_lines: [...addedLines],
        replaces: this._planned,
        text,
        revises: fresh ? null : (revision?.of ?? this._revises),
        fresh
      });
      if (!plan.existing) {
        this._planned = plan.view.trace.id;
      }
      if (ticket === this._ticket) {
        this.take(plan);
      }
    } catch (reason) {
      if (ticket === this._ticket) {
        this._refused = reason instanceof Refusal ? reason.submission : null;
        this._passing = typing ? this._refused : null;
        const error = recordOf(reason);
        this.set({ error, phase: 'refused' });
        const place = placeOf(error);
        if (text !== null && place) {
          this.gathering.open(place);
        }
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
      return await this.client.start(id, { stepwise: this._state.stepwise });
    } catch (reason) {
      this.set({ error: recordOf(reason), phase: 'refused' });
      return null;
    }
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._ticket++;
    this.gathering.dispose();
    this.trying.dispose();
    Signal.clearData(this);
  }

  private take(plan: PlanView): void {
    const { fresh } = this._state;
    const revision = plan.revision ?? this._state.revision;
    const attempt = fresh ? this._state.attempt : (plan.view.trace.attempt ?? 1);
    this.set({ plan, error: null, phase: 'planned', revision, attempt });
    this.set({ fields: this.proposed(plan) });
    if (!plan.existing) {
      void this.trying.about(plan.view.trace.id);
      if (this._tries) {
        this._tries = false;
        void this.trying.start();
      }
    }
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
    const { title, body } = this._typed;
    const { feature, branch } = this.continuesBranch ? {} : this._typed;
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

  private _state: IPreviewState;
  private readonly _typed: Partial<IFields>;
  private readonly _revises: string | null;
  private _tries: boolean;
  private _planned: string | null = null;
  private _refused: string | null = null;
  private _passing: string | null = null;
  private _ticket = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
}

/** The code of the chosen cells, to tell whether it is still the same. */
function codeOf({ cells }: IChosen): string {
  return JSON.stringify(cells.map(cell => cell.source));
}
