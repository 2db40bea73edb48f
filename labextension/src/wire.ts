/* tslint:disable */
/* eslint-disable */
/**
/* This file was automatically generated from pydantic models by running pydantic2ts.
/* Do not modify it by hand - just update the pydantic models and then re-run the script
*/

/**
 * Whether what was tried here and what CI found agree. ``apart`` is where they differ.
 */
export interface Agreement {
  agree: boolean;
  sentence: string;
  apart?: Apart[];
}
/**
 * Something in which the judgement here and CI's differ, as both say it.
 */
export interface Apart {
  what: string;
  here: string;
  ci: string;
}
/**
 * One of the submissions that belong to the same contribution, in order.
 */
export interface Attempt {
  id: string;
  short_id: string;
  kind: 'submit' | 'revise' | 'withdraw';
  attempt: number;
  status:
    | 'planned'
    | 'running'
    | 'paused'
    | 'waiting'
    | 'interrupted'
    | 'cancelled'
    | 'failed'
    | 'submitted';
  verdict: 'accepted' | 'rejected' | 'none';
  created_at: string;
}
/**
 * A notebook cell as it stands in the editor, saved or not.
 *
 * ``execution_count`` is when the kernel last ran it, or None where it never did.
 */
export interface Cell {
  id: string;
  index: number;
  type?: 'code' | 'markdown' | 'raw';
  source: string;
  execution_count?: number | null;
}
/**
 * The source of a notebook cell that shows a check fail and pass.
 */
export interface CheckCell {
  source: string;
}
/**
 * Every check, in the order in which Ballet makes them.
 */
export interface CheckList {
  checks: CheckSummary[];
}
/**
 * A check that Ballet makes: its class, its stage, and what it asks in a few words.
 */
export interface CheckSummary {
  name: string;
  stage: 'structure' | 'api';
  question: string;
}
/**
 * What a person would type.
 *
 * ``git``: typing it does exactly this. ``write``: a file appears, ``argv`` is its path
 * and ``stdin`` its text. ``instead``: what a person would use where the tool calls an
 * API; ``gh`` is the same thing for those who have GitHub's own command.
 */
export interface Command {
  kind: 'git' | 'write' | 'instead';
  argv: string[];
  stdin?: string | null;
  env?: {
    [k: string]: string | EnvRef;
  };
  cwd?: string | null;
  gh?: string[] | null;
}
/**
 * The value of an environment variable, named and never copied.
 */
export interface EnvRef {
  env: string;
}
/**
 * A line of a difference: added, removed, or the same in both.
 */
export interface DiffLine {
  mark: '+' | '-' | ' ';
  text: string;
}
/**
 * What every refused request answers. ``submission`` is the record of the refusal.
 */
export interface ErrorBody {
  error: ErrorRecord;
  submission?: string | null;
}
/**
 * A `TraceError`, written down.
 */
export interface ErrorRecord {
  code: string;
  message: string;
  advice?: string;
  details?: {
    [k: string]: unknown;
  };
}
/**
 * A nudge: something about this submission changed. Never the truth itself.
 */
export interface Event {
  submission: string;
  sequence: number;
}
/**
 * Something of this submission that exists on the forge. A fork is never undone.
 */
export interface Exists {
  kind: 'fork' | 'branch' | 'pull_request';
  name: string;
  undone_by_withdrawal: boolean;
}
/**
 * One file of the commit, of mode 100644, UTF-8. ``before`` is None for a new file.
 */
export interface FileChange {
  path: string;
  content: string;
  before?: string | null;
}
/**
 * What the commit does to one file.
 */
export interface FileDiff {
  path: string;
  new: boolean;
  lines: DiffLine[];
}
/**
 * The practice forge as ``forge.json`` describes it, without its tokens.
 */
export interface ForgeStatus {
  url: string;
  pid: number;
  directory: string;
  token_file: string;
  instance: string;
  version: string;
  started_at: number;
  port: number;
}
/**
 * Who is signed in, as the forge knows them. ``api`` is the forge's REST address.
 */
export interface Identity {
  id: number;
  login: string;
  name: string;
  email: string;
  api: string;
  practice: boolean;
}
/**
 * Who is signed in, or why nobody is.
 */
export interface IdentityView {
  identity: Identity | null;
  error?: ErrorRecord | null;
}
/**
 * A record: what it does not know, it refuses.
 */
export interface Model {}
/**
 * Everything about a submission that is decided before anything leaves the machine.
 *
 * ``date`` is seconds since 1970 UTC, ``zone`` seconds east of UTC. ``base`` is a commit
 * of the upstream's default branch; ``tree`` and ``commit`` are the ids that will result.
 * ``parent`` is the commit that this one follows, where that is not the base but an earlier
 * attempt on the same branch. ``follows`` is the pull request that it continues or links to.
 */
export interface Plan {
  identity: Identity;
  project: Project;
  upstream: Repository;
  fork: string;
  fork_exists: boolean;
  base: string;
  base_branch: string;
  directory: string;
  feature: string;
  files: FileChange[];
  formatted: boolean;
  added_lines?: string[];
  branch: string;
  message: string;
  title: string;
  body: string;
  date: number;
  zone: number;
  tree: string;
  commit: string;
  parent?: string | null;
  follows?: PullRequest | null;
}
/**
 * The project found around the notebook. ``root`` is an absolute folder.
 */
export interface Project {
  kind: string;
  name: string;
  root: string;
  upstream: string;
  api: string;
  git: string;
  contrib: string;
  line_length?: number;
  python?: string | null;
}
/**
 * A repository as the forge describes it. ``full_name`` is ``owner/name``.
 */
export interface Repository {
  id: number;
  full_name: string;
  default_branch: string;
  clone_url: string;
  private?: boolean;
  archived?: boolean;
  parent?: string | null;
}
/**
 * Where the pull request is. ``url`` is filled in when the record is shown.
 */
export interface PullRequest {
  repository: string;
  number: number;
  url?: string | null;
  state?: 'open' | 'closed' | 'merged';
}
/**
 * What the preview asks for. Empty names are proposed by the server.
 *
 * ``cells`` are the cells to send; ``others`` are the notebook's remaining code cells, in
 * which an undefined name may be found. ``add_lines`` are put before the cell.
 * ``replaces`` is the planned submission that this one takes the place of. ``text`` is sent
 * instead of the cells' own code. ``revises`` is the submission that this is a further attempt
 * at; ``fresh`` asks for a new pull request even where an attempt would be continued.
 */
export interface PlanRequest {
  path: string;
  cells: Cell[];
  others?: Cell[];
  add_lines?: string[];
  feature?: string;
  branch?: string;
  title?: string;
  body?: string | null;
  replaces?: string | null;
  text?: string | null;
  revises?: string | null;
  fresh?: boolean;
}
/**
 * The preview: the trace as planned. ``existing`` says that it was submitted before.
 *
 * ``revision`` is the earlier submission of the same cells that could be continued, whether
 * this plan does so or not.
 */
export interface PlanView {
  view: TraceView;
  existing?: boolean;
  revision?: Revision | null;
}
/**
 * A trace and what is derived from it to show it. ``shown`` is keyed by step.
 */
export interface TraceView {
  trace: Trace;
  shown: {
    [k: string]: Shown[];
  };
  forge_page: string | null;
  can_resume: boolean;
  can_cancel: boolean;
  can_next?: boolean;
  can_withdraw?: boolean;
  revision?: Revision | null;
  proof?: Proof | null;
  changes?: FileDiff[];
  difference?: FileDiff[];
  attempts?: Attempt[];
  exists?: Exists[];
  agreement?: Agreement | null;
}
/**
 * A submission with its steps, as it is kept, shown and taken away.
 *
 * The flat names (``project`` … ``branch``) repeat what the plan froze, so that a reader
 * of the JSON need not know how a plan is built. ``environment`` holds versions.
 */
export interface Trace {
  id: string;
  short_id: string;
  created_at: string;
  kind?: 'submit' | 'revise' | 'withdraw';
  attempt?: number;
  revises?: string | null;
  stepwise?: boolean;
  status:
    | 'planned'
    | 'running'
    | 'paused'
    | 'waiting'
    | 'interrupted'
    | 'cancelled'
    | 'failed'
    | 'submitted';
  project: string | null;
  base: string | null;
  commit: string | null;
  tree: string | null;
  branch: string | null;
  pull_request: PullRequest | null;
  verdict: 'accepted' | 'rejected' | 'none';
  evaluation: {
    [k: string]: unknown;
  } | null;
  trial?: {
    [k: string]: unknown;
  } | null;
  environment: {
    [k: string]: string;
  };
  source: Source;
  plan: Plan | null;
  predicted?: string | null;
  moved?: string | null;
  fork: Repository | null;
  since_then: SinceThen[];
  steps: StepRecord[];
  sequence: number;
}
/**
 * Where the code came from: a notebook's cell, or a script's.
 *
 * ``edited`` is what the learner made of the cells before sending, such as a slice.
 */
export interface Source {
  path: string;
  cells: Cell[];
  edited?: string | null;
}
/**
 * Something that somebody did to the pull request after the verdict.
 *
 * ``request`` is the exchange by which it was done, where it was done from here.
 */
export interface SinceThen {
  at: string;
  kind: 'merged' | 'closed' | 'reopened' | 'commented' | 'reviewed' | 'score' | 'pruned';
  actor: string;
  text: string;
  key: string;
  data?: {
    [k: string]: unknown;
  };
  request?: Request | null;
}
/**
 * One exchange with a forge, as it happened. Bodies are shortened and redacted.
 *
 * ``refs`` (as ``old new name``) and ``objects`` (how many) are what git traffic carried.
 */
export interface Request {
  kind: 'rest' | 'git';
  method: string;
  path: string;
  status: number | null;
  milliseconds: number;
  at: string;
  changes: boolean;
  request_id?: string | null;
  rate_limit_left?: number | null;
  sent?: string | null;
  received?: string | null;
  bytes_sent?: number;
  bytes_received?: number;
  refs?: string[];
  objects?: number | null;
}
/**
 * What one step was for, and what came of it.
 */
export interface StepRecord {
  key:
    | 'lint'
    | 'fork'
    | 'branch'
    | 'commit'
    | 'push'
    | 'pull_request'
    | 'ci'
    | 'close'
    | 'delete_branch';
  title: string;
  purpose: string;
  status?:
    | 'pending'
    | 'running'
    | 'paused'
    | 'waiting'
    | 'passed'
    | 'failed'
    | 'skipped'
    | 'cancelled'
    | 'interrupted';
  started_at?: string | null;
  finished_at?: string | null;
  commands?: Command[];
  requests?: Request[];
  outcome?: {
    [k: string]: unknown;
  };
  progress?: string | null;
  error?: ErrorRecord | null;
}
/**
 * A line as a person would type it in bash. ``gh`` is the alternative, if there is one.
 */
export interface Shown {
  kind: 'git' | 'write' | 'instead' | 'shell';
  text: string;
  gh?: string | null;
}
/**
 * How the next attempt at a submission would be made, and why so.
 *
 * ``same`` adds a commit to the same pull request, otherwise a new one is opened.
 */
export interface Revision {
  of: string;
  short_id: string;
  pull_request: PullRequest;
  same: boolean;
  why: string;
}
/**
 * The commit that the preview foretold, and the one that came of it.
 *
 * ``moved`` is the sentence that says why they differ, where they do.
 */
export interface Proof {
  predicted: string;
  actual?: string | null;
  moved?: string | null;
}
/**
 * A comment or a review on the pull request.
 */
export interface Remark {
  body?: string;
  event?: 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES';
}
/**
 * A submission as a script. ``name`` is the file name to save it under.
 */
export interface ScriptView {
  name: string;
  script: string;
}
/**
 * A pasted token, for github.com or another address. It is kept in memory only.
 */
export interface SignIn {
  token: string;
  api?: string;
}
/**
 * A line of a slice. ``cell_index`` and ``line`` (from 1) say where it came from.
 *
 * ``names`` are the names for whose sake it was gathered.
 */
export interface SliceLine {
  text: string;
  kind: 'gathered' | 'selected' | 'blank';
  cell_index?: number | null;
  line?: number | null;
  names?: string[];
}
/**
 * Which cells to gather the needed code for, and the notebook's other code cells.
 */
export interface SliceRequest {
  path: string;
  cells: Cell[];
  others?: Cell[];
}
/**
 * The chosen cells with what they need in front of them, in execution order.
 */
export interface SliceView {
  text: string;
  lines: SliceLine[];
  remarks?: string[];
}
/**
 * How to begin: ``stepwise`` stops before each step.
 */
export interface StartRequest {
  stepwise?: boolean;
}
/**
 * One press of Submit: the plan, and what is known so far.
 *
 * ``revises`` is the id of the submission that this one follows or takes back, ``attempt``
 * counts from 1. ``stepwise`` stops before each step. ``predicted`` is the commit id that
 * the preview showed; ``moved`` says why the plan was made again since, where it was.
 * ``trial`` is the report of trying it here before it was sent.
 */
export interface Submission {
  id: string;
  short_id: string;
  created_at: string;
  kind?: 'submit' | 'revise' | 'withdraw';
  attempt?: number;
  revises?: string | null;
  stepwise?: boolean;
  status?:
    | 'planned'
    | 'running'
    | 'paused'
    | 'waiting'
    | 'interrupted'
    | 'cancelled'
    | 'failed'
    | 'submitted';
  source: Source;
  plan?: Plan | null;
  predicted?: string | null;
  moved?: string | null;
  fork?: Repository | null;
  pull_request?: PullRequest | null;
  verdict?: 'accepted' | 'rejected' | 'none';
  evaluation?: {
    [k: string]: unknown;
  } | null;
  trial?: {
    [k: string]: unknown;
  } | null;
  since_then?: SinceThen[];
}
/**
 * A page of the history, newest first.
 */
export interface TraceList {
  submissions: TraceSummary[];
  total: number;
}
/**
 * One line of the history.
 */
export interface TraceSummary {
  id: string;
  short_id: string;
  created_at: string;
  kind?: 'submit' | 'revise' | 'withdraw';
  attempt?: number;
  status:
    | 'planned'
    | 'running'
    | 'paused'
    | 'waiting'
    | 'interrupted'
    | 'cancelled'
    | 'failed'
    | 'submitted';
  verdict: 'accepted' | 'rejected' | 'none';
  title: string;
  project: string | null;
  path: string;
  step:
    | (
        | 'lint'
        | 'fork'
        | 'branch'
        | 'commit'
        | 'push'
        | 'pull_request'
        | 'ci'
        | 'close'
        | 'delete_branch'
      )
    | null;
  sequence: number;
}
/**
 * How to try a plan here: ``network`` lets the project's own code fetch its data.
 */
export interface TrialRequest {
  network?: boolean;
}
/**
 * A plan's trial: where it stands, in words, and for how many seconds it has run.
 *
 * ``report`` is what is known so far, ``error`` why there is none.
 */
export interface TrialView {
  state: 'untried' | 'running' | 'done' | 'failed' | 'cancelled';
  progress?: string;
  seconds?: number;
  report?: {
    [k: string]: unknown;
  } | null;
  error?: ErrorRecord | null;
}
