import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Format } from './away/formats';
import { fileName } from './away/saving';
import { Refusal } from './refusal';
import type {
  CheckCell,
  CheckList,
  ComparisonView,
  HistoryQuery,
  IdentityView,
  ImportView,
  KeptFile,
  PlanRequest,
  PlanView,
  RebuildRequest,
  Remark,
  Replay,
  Sandbox,
  SandboxCheck,
  ScriptView,
  ShelfRequest,
  SignIn,
  SliceRequest,
  SliceView,
  StateView,
  StartRequest,
  TraceList,
  TraceView,
  TrialRequest,
  TrialView
} from './wire';

/** What a submission can be told to do. `next` runs one step of a paused one. */
export type Action = 'next' | 'resume' | 'cancel' | 'withdraw' | 'refresh' | 'merge';

/** Where a record is: in the list, in it and safe from deletion, or put away. */
export type Shelf = ShelfRequest['shelf'];

/** The kinds of pages that explain something. */
export type LessonKind = 'steps' | 'errors' | 'glossary' | 'checks';

/** The shells that a submission can be written for. */
export type ScriptFormat = 'sh' | 'ps1';

/** A file to be saved. */
export interface IFile {
  readonly name: string;
  readonly content: Blob;
}

/** The extension's REST routes, one method each. A refused request throws a `Refusal`. */
export class TraceClient {
  constructor(
    readonly settings: ServerConnection.ISettings,
    private readonly trans: TranslationBundle
  ) {}

  /** The address of something that the extension serves, under whatever prefix Jupyter has. */
  address(path: string): string {
    return URLExt.join(this.settings.baseUrl, 'assemble', path);
  }

  identity(): Promise<IdentityView> {
    return this.request('GET', 'identity');
  }

  signIn(body: SignIn): Promise<IdentityView> {
    return this.request('POST', 'identity', body);
  }

  signOut(): Promise<IdentityView> {
    return this.request('DELETE', 'identity');
  }

  plan(body: PlanRequest): Promise<PlanView> {
    return this.request('POST', 'plan', body);
  }

  /** The chosen cells with what they need from the rest of the notebook. */
  slice(body: SliceRequest): Promise<SliceView> {
    return this.request('POST', 'slice', body);
  }

  /** A page of the history. What is empty is not asked for. */
  list(query: HistoryQuery = {}): Promise<TraceList> {
    const asked = Object.entries(query).flatMap(([name, value]) =>
      [value ?? []].flat().map(one => [name, String(one)])
    );
    const search = new URLSearchParams(asked.filter(([, value]) => value !== ''));
    return this.request('GET', `submissions${asked.length > 0 ? `?${search}` : ''}`);
  }

  get(id: string): Promise<TraceView> {
    return this.request('GET', `submissions/${encodeURIComponent(id)}`);
  }

  shelve(id: string, shelf: Shelf): Promise<TraceView> {
    return this.request('PUT', `submissions/${encodeURIComponent(id)}/shelf`, { shelf });
  }

  remove(id: string): Promise<void> {
    return this.request('DELETE', `submissions/${encodeURIComponent(id)}`);
  }

  act(id: string, action: Action): Promise<TraceView> {
    return this.request('POST', `submissions/${encodeURIComponent(id)}/${action}`, {});
  }

  start(id: string, body: StartRequest): Promise<TraceView> {
    return this.request('POST', `submissions/${encodeURIComponent(id)}/start`, body);
  }

  /** Judge a plan here, before it is sent. */
  try(id: string, body: TrialRequest): Promise<TrialView> {
    return this.request('POST', `submissions/${encodeURIComponent(id)}/trial`, body);
  }

  trial(id: string): Promise<TrialView> {
    return this.request('GET', `submissions/${encodeURIComponent(id)}/trial`);
  }

  stopTrial(id: string): Promise<TrialView> {
    return this.request('DELETE', `submissions/${encodeURIComponent(id)}/trial`);
  }

  /** The submission as a script. */
  script(id: string, format: ScriptFormat): Promise<ScriptView> {
    const search = URLExt.objectToQueryString({ format });
    return this.request('GET', `submissions/${encodeURIComponent(id)}/script${search}`);
  }

  /** Two submissions beside each other. */
  compare(left: string, right: string): Promise<ComparisonView> {
    return this.request('GET', `comparisons?${new URLSearchParams({ left, right })}`);
  }

  /** How the submission came about, moment by moment. */
  replay(id: string): Promise<Replay> {
    return this.request('GET', `submissions/${encodeURIComponent(id)}/replay`);
  }

  /** How files and branches stood around a step. */
  state(id: string, step: string): Promise<StateView> {
    return this.request('GET', `submissions/${encodeURIComponent(id)}/states/${step}`);
  }

  /** A file of the tree at a step, as far as it was kept. */
  keptFile(id: string, step: string, path: string): Promise<KeptFile> {
    const search = URLExt.objectToQueryString({ path });
    const file = `states/${step}/file${search}`;
    return this.request('GET', `submissions/${encodeURIComponent(id)}/${file}`);
  }

  /** Make a repository in which a step can be done by hand, or find the one that is there. */
  openSandbox(id: string, step: string): Promise<Sandbox> {
    return this.request('POST', `submissions/${encodeURIComponent(id)}/sandboxes/${step}`, {});
  }

  checkSandbox(id: string, step: string): Promise<SandboxCheck> {
    return this.request('GET', `submissions/${encodeURIComponent(id)}/sandboxes/${step}/check`);
  }

  closeSandbox(id: string, step: string): Promise<void> {
    return this.request('DELETE', `submissions/${encodeURIComponent(id)}/sandboxes/${step}`);
  }

  remark(id: string, kind: 'comments' | 'reviews', body: Remark): Promise<TraceView> {
    return this.request('POST', `submissions/${encodeURIComponent(id)}/${kind}`, body);
  }

  async lesson(kind: LessonKind, key: string): Promise<string> {
    const page = await this.request<{ markdown: string }>(
      'GET',
      `lessons/${kind}/${encodeURIComponent(key)}`
    );
    return page.markdown;
  }

  /** What Ballet checks before it judges. */
  checks(): Promise<CheckList> {
    return this.request('GET', 'checks');
  }

  /** The source of a cell that shows a check fail and pass. */
  async checkCell(name: string): Promise<string> {
    const cell = await this.request<CheckCell>('GET', `checks/${encodeURIComponent(name)}/cell`);
    return cell.source;
  }

  /** The submission as a file in a format, to be saved. */
  async copy(id: string, format: Format): Promise<IFile> {
    const search = URLExt.objectToQueryString({ format });
    const path = `submissions/${encodeURIComponent(id)}/export${search}`;
    const response = await this.answer(path, { method: 'GET' });
    const name = fileName(response.headers.get('Content-Disposition'), `submission.${format}`);
    return { name, content: await response.blob() };
  }

  /** Read in what somebody saved as a bundle. */
  async importBundle(content: Blob): Promise<ImportView> {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const response = await this.answer('imports', { method: 'POST', body: content, headers });
    return (await response.json()) as ImportView;
  }

  /** Rebuild what somebody made by hand. */
  rebuild(body: RebuildRequest): Promise<ImportView> {
    return this.request('POST', 'rebuilds', body);
  }

  private async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
    }
    const text = await (await this.answer(path, init)).text();
    try {
      return (text ? JSON.parse(text) : null) as T;
    } catch {
      return null as T; // nothing of ours
    }
  }

  /** What the server answers, unless it refuses. */
  private async answer(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(
        URLExt.join(this.settings.baseUrl, 'assemble') + '/' + path,
        init,
        this.settings
      );
    } catch {
      throw new Refusal({
        code: 'server_unreachable',
        message: this.trans.__('The Jupyter server does not answer.'),
        advice: this.trans.__('See whether it is still running, then try again.')
      });
    }
    if (!response.ok) {
      let value: unknown = null;
      try {
        value = JSON.parse(await response.text());
      } catch {
        // A proxy's error page, say: the status tells more than its text.
      }
      throw Refusal.read(value, response.status) ?? this.unexplained(response.status);
    }
    return response;
  }

  private unexplained(status: number): Refusal {
    const advice =
      status === 404
        ? this.trans.__(
            'The server part of Assemblé Trace may not be enabled: “jupyter server extension list” tells.'
          )
        : this.trans.__('Reload the page and try again. The server’s log says more.');
    const message = this.trans.__('The Jupyter server answered with status %1.', status);
    return new Refusal({ code: `http_${status}`, message, advice }, null, status);
  }
}
