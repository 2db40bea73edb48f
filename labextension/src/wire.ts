/* tslint:disable */
/* eslint-disable */
/**
/* This file was automatically generated from pydantic models by running pydantic2ts.
/* Do not modify it by hand - just update the pydantic models and then re-run the script
*/

/**
 * A notebook cell as it stands in the editor, saved or not.
 */
export interface Cell {
  id: string;
  index: number;
  type?: 'code' | 'markdown' | 'raw';
  source: string;
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
 * One file of the commit: a new file of mode 100644, UTF-8.
 */
export interface FileChange {
  path: string;
  content: string;
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
 * What the preview asks for. Empty names are proposed by the server.
 *
 * ``cells`` are the cells to send; ``others`` are the notebook's remaining code cells, in
 * which an undefined name may be found. ``add_lines`` are put before the cell.
 * ``replaces`` is the planned submission that this one takes the place of.
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
}
/**
 * The preview: the trace as planned. ``existing`` says that it was submitted before.
 */
export interface PlanView {
  view: TraceView;
  existing?: boolean;
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
  environment: {
    [k: string]: string;
  };
  source: Source;
  plan: Plan | null;
  fork: Repository | null;
  since_then: SinceThen[];
  steps: StepRecord[];
  sequence: number;
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
 * Where the code came from: a notebook's cell, or a script's.
 */
export interface Source {
  path: string;
  cells: Cell[];
}
/**
 * Something that somebody did to the pull request after the verdict.
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
}
/**
 * What one step was for, and what came of it.
 */
export interface StepRecord {
  key: 'lint' | 'fork' | 'branch' | 'commit' | 'push' | 'pull_request' | 'ci';
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
 * One exchange with a forge, as it happened. Bodies are shortened and redacted.
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
 * A comment or a review on the pull request.
 */
export interface Remark {
  body?: string;
  event?: 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES';
}
/**
 * A pasted token, for github.com or another address. It is kept in memory only.
 */
export interface SignIn {
  token: string;
  api?: string;
}
/**
 * One press of Submit: the plan, and what is known so far.
 */
export interface Submission {
  id: string;
  short_id: string;
  created_at: string;
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
  fork?: Repository | null;
  pull_request?: PullRequest | null;
  verdict?: 'accepted' | 'rejected' | 'none';
  evaluation?: {
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
  step: ('lint' | 'fork' | 'branch' | 'commit' | 'push' | 'pull_request' | 'ci') | null;
  sequence: number;
}
