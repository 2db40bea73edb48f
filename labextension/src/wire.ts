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
  kind: 'submit' | 'revise' | 'withdraw' | 'branch';
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
 * Which two submissions to compare, each by its id or its short id.
 */
export interface ComparisonRequest {
  left: string;
  right: string;
}
/**
 * Two traces side by side. ``first`` is the step at which they part, ``sentence`` says how.
 *
 * ``left_name`` and ``right_name`` are what sentences call them: ``yours``, ``attempt 3``.
 */
export interface ComparisonView {
  left: TraceSummary;
  right: TraceSummary;
  left_name: string;
  right_name: string;
  sentence: string;
  first:
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
  code: DiffLine[];
  steps: StepComparison[];
  numbers: Point[];
  remarks?: string[];
}
/**
 * One line of the history. ``person`` is whose it is, where it was read in.
 */
export interface TraceSummary {
  id: string;
  short_id: string;
  created_at: string;
  kind?: 'submit' | 'revise' | 'withdraw' | 'branch';
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
  error?: string | null;
  shelf?: 'listed' | 'kept' | 'archived';
  imported?: string | null;
  person?: string | null;
  sequence: number;
}
/**
 * A line of a difference: added, removed, or the same in both.
 */
export interface DiffLine {
  mark: '+' | '-' | ' ';
  text: string;
}
/**
 * One step of two traces, beside each other. ``seconds`` are how long each took.
 */
export interface StepComparison {
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
  left:
    | (
        | 'pending'
        | 'running'
        | 'paused'
        | 'waiting'
        | 'passed'
        | 'failed'
        | 'skipped'
        | 'cancelled'
        | 'interrupted'
      )
    | null;
  right:
    | (
        | 'pending'
        | 'running'
        | 'paused'
        | 'waiting'
        | 'passed'
        | 'failed'
        | 'skipped'
        | 'cancelled'
        | 'interrupted'
      )
    | null;
  left_seconds?: number | null;
  right_seconds?: number | null;
  same: boolean;
  commands?: DiffLine[];
  points?: Point[];
}
/**
 * One thing that two traces have each, in words; None where one of them has it not.
 */
export interface Point {
  what: string;
  left: string | null;
  right: string | null;
  same: boolean;
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
 *
 * Only what was rebuilt can be of another ``kind``: a commit of somebody else's may delete,
 * and what is ``binary`` is no text, or too much of it, and has no content here.
 */
export interface FileChange {
  path: string;
  content: string;
  before?: string | null;
  kind?: 'file' | 'executable' | 'link' | 'submodule' | 'deleted' | 'binary';
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
 * One thing that was looked at in a sandbox: what was wanted and what was found.
 */
export interface Finding {
  what: string;
  good: boolean;
  wanted: string;
  found: string;
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
 * What to look for in the history. What is empty or None is not asked for.
 *
 * Each word of ``text`` has to be found. ``step`` is where a submission stands, ``error`` the
 * code of what went wrong there. ``after`` is the ``next`` of the page before.
 */
export interface HistoryQuery {
  text?: string;
  path?: string | null;
  project?: string | null;
  status?: (
    | 'planned'
    | 'running'
    | 'paused'
    | 'waiting'
    | 'interrupted'
    | 'cancelled'
    | 'failed'
    | 'submitted'
  )[];
  verdict?: ('accepted' | 'rejected' | 'none') | null;
  step?:
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
  error?: string | null;
  shelf?: ('listed' | 'kept' | 'archived') | null;
  after?: string;
  limit?: number;
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
 * What came of reading a bundle, or of rebuilding a trace. ``known`` says it was there.
 *
 * ``digest`` is the bundle's, over all that it holds.
 */
export interface ImportView {
  view: TraceView;
  known?: boolean;
  digest?: string;
  remarks?: string[];
}
/**
 * A trace and what is derived from it to show it. ``shown`` is keyed by step.
 *
 * ``imported`` is when it was read in, where it did not happen here: it can be looked at and
 * not acted on. ``merged`` is the number of the attempt that was merged, where its pull request
 * was: a later attempt may have gone into the same one.
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
  merged?: number | null;
  agreement?: Agreement | null;
  shelf?: 'listed' | 'kept' | 'archived';
  imported?: string | null;
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
  kind?: 'submit' | 'revise' | 'withdraw' | 'branch';
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
  rebuilt?: Rebuilt | null;
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
 * Where the pull request is. ``url`` is filled in when the record is shown.
 */
export interface PullRequest {
  repository: string;
  number: number;
  url?: string | null;
  state?: 'open' | 'closed' | 'merged';
}
/**
 * Where a trace came from that nobody recorded.
 *
 * ``source`` is ``owner/name#number`` or a branch and the repository it is in. ``exact`` says
 * whether typing the commands gives the commit of the same id, ``why_not`` why not.
 */
export interface Rebuilt {
  kind: 'pull_request' | 'git';
  source: string;
  at: string;
  exact: boolean;
  why_not?: string;
  notes?: string[];
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
 *
 * ``inferred`` names what of a step that is known was concluded nevertheless: ``commands``,
 * ``started_at``, or a label of the outcome.
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
  basis?: 'recorded' | 'known' | 'inferred';
  inferred?: string[];
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
 * A file of a kept tree. ``text`` is None where it was not kept or is no text.
 */
export interface KeptFile {
  path: string;
  sha: string;
  text: string | null;
  why?: string;
}
/**
 * Where a step begins, in played seconds. ``key`` is ``since`` after the last step.
 */
export interface Mark {
  key:
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
    | 'since';
  title: string;
  played: number;
  status?:
    | (
        | 'pending'
        | 'running'
        | 'paused'
        | 'waiting'
        | 'passed'
        | 'failed'
        | 'skipped'
        | 'cancelled'
        | 'interrupted'
      )
    | null;
}
/**
 * A record: what it does not know, it refuses.
 */
export interface Model {}
/**
 * Something that happened, and what is known from then on.
 *
 * ``offset`` is seconds after the first moment, ``played`` the same with idle time taken out
 * and with what is too quick to follow drawn out; ``idle`` is how many seconds of waiting were
 * taken out just before it. The rest says what of the step's record is there from this moment
 * on: its status, how many of its shown lines and requests, its progress and its outcome;
 * ``since`` is how many of *since then* are, and ``verdict`` what it is by then.
 */
export interface Moment {
  at: string;
  offset: number;
  played: number;
  idle?: number;
  kind: 'begun' | 'typed' | 'request' | 'progress' | 'ended' | 'verdict' | 'since';
  step?:
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
  text: string;
  status?:
    | (
        | 'pending'
        | 'running'
        | 'paused'
        | 'waiting'
        | 'passed'
        | 'failed'
        | 'skipped'
        | 'cancelled'
        | 'interrupted'
      )
    | null;
  lines?: number;
  requests?: number;
  progress?: string | null;
  outcome?: {
    [k: string]: unknown;
  } | null;
  error?: ErrorRecord | null;
  verdict?: ('accepted' | 'rejected' | 'none') | null;
  since?: number;
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
 * What to rebuild: a pull request, or a branch of a repository on the server's computer.
 *
 * ``pull_request`` is ``owner/name#number`` or the address of its page. ``folder`` is below the
 * folder that Jupyter serves; empty, it is that folder itself.
 */
export interface RebuildRequest {
  pull_request?: string;
  folder?: string;
  branch?: string;
}
/**
 * A branch, and the commit it points to before and after a step; None is not there.
 */
export interface Reference {
  place: 'upstream' | 'fork' | 'here';
  repository: string | null;
  name: string;
  before?: string | null;
  after?: string | null;
}
/**
 * A comment or a review on the pull request.
 */
export interface Remark {
  body?: string;
  event?: 'COMMENT' | 'APPROVE' | 'REQUEST_CHANGES';
}
/**
 * A submission as it can be played: the trace as it stands, and how it came to that.
 *
 * ``lasted`` is how many seconds passed from its first step's beginning to the verdict or
 * wherever it came to, ``duration`` how many it takes to play. ``missing``
 * says in sentences what the record does not tell.
 */
export interface Replay {
  view: TraceView;
  moments: Moment[];
  marks: Mark[];
  lasted: number;
  duration: number;
  missing?: string[];
}
/**
 * A repository to do a step by hand in. ``path`` is relative to Lab's folder, if inside it.
 *
 * ``goal`` is what to achieve, ``lines`` is what a person would type. ``whole`` says whether
 * files that were not kept can be fetched from the upstream.
 */
export interface Sandbox {
  id: string;
  step:
    | 'lint'
    | 'fork'
    | 'branch'
    | 'commit'
    | 'push'
    | 'pull_request'
    | 'ci'
    | 'close'
    | 'delete_branch';
  directory: string;
  path: string | null;
  goal: string;
  lines: Shown[];
  whole: boolean;
  remarks?: string[];
}
/**
 * Whether the state of a sandbox is what the step would have made of it.
 */
export interface SandboxCheck {
  done: boolean;
  sentence: string;
  findings: Finding[];
}
/**
 * A submission as a script. ``name`` is the file name to save it under.
 */
export interface ScriptView {
  name: string;
  script: string;
}
/**
 * Where to put a record.
 */
export interface ShelfRequest {
  shelf: 'listed' | 'kept' | 'archived';
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
 * How everything stood around one step, from the objects kept with the submission.
 *
 * ``commit`` is the commit whose tree is shown. ``sandbox`` says whether the step can be done
 * by hand in a sandbox, ``why`` why not.
 */
export interface StateView {
  step:
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
  happened: boolean;
  commit: string | null;
  tree: TreeEntry[];
  changes: FileDiff[];
  refs: Reference[];
  missing?: string[];
  sandbox?: boolean;
  why?: string;
}
/**
 * A path of a commit's tree. ``kept`` says whether its content was kept with the record.
 */
export interface TreeEntry {
  path: string;
  kind: 'folder' | 'file' | 'executable' | 'link' | 'submodule';
  sha: string;
  size?: number | null;
  kept: boolean;
  change?: ('added' | 'changed' | 'deleted') | null;
}
/**
 * One press of Submit: the plan, and what is known so far.
 *
 * ``revises`` is the id of the submission that this one follows or takes back, ``attempt``
 * counts from 1. ``stepwise`` stops before each step. ``predicted`` is the commit id that
 * the preview showed; ``moved`` says why the plan was made again since, where it was.
 * ``trial`` is the report of trying it here before it was sent. ``rebuilt`` says that nobody
 * recorded it.
 */
export interface Submission {
  id: string;
  short_id: string;
  created_at: string;
  kind?: 'submit' | 'revise' | 'withdraw' | 'branch';
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
  rebuilt?: Rebuilt | null;
  since_then?: SinceThen[];
}
/**
 * A page of the history, newest first. ``total`` is how many match in all.
 *
 * ``projects`` and ``errors`` are all that there are to ask for, whatever was asked.
 * ``next`` is where the next page begins, if there is one.
 */
export interface TraceList {
  submissions: TraceSummary[];
  total: number;
  projects?: string[];
  errors?: string[];
  next?: string | null;
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
