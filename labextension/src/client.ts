import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Refusal } from './refusal';
import type {
  CheckCell,
  CheckList,
  IdentityView,
  PlanRequest,
  PlanView,
  Remark,
  ScriptView,
  SignIn,
  SliceRequest,
  SliceView,
  StartRequest,
  TraceList,
  TraceView,
  TrialRequest,
  TrialView
} from './wire';

/** What a submission can be told to do. `next` runs one step of a paused one. */
export type Action = 'next' | 'resume' | 'cancel' | 'withdraw' | 'refresh' | 'merge';

/** The kinds of pages that explain something. */
export type LessonKind = 'steps' | 'errors' | 'glossary' | 'checks';

/** The shells that a submission can be written for. */
export type ScriptFormat = 'sh' | 'ps1';

/** Which part of the history to read: of one notebook, and older than a moment. */
export interface IListQuery {
  path?: string | null;
  /** seconds since 1970 */
  before?: number;
  limit?: number;
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

  list(query: IListQuery = {}): Promise<TraceList> {
    const words = Object.entries(query).filter(([, value]) => value);
    const search = URLExt.objectToQueryString(Object.fromEntries(words));
    return this.request('GET', `submissions${words.length ? search : ''}`);
  }

  get(id: string): Promise<TraceView> {
    return this.request('GET', `submissions/${encodeURIComponent(id)}`);
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

  private async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
    }
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
    const text = await response.text();
    let value: unknown = null;
    try {
      value = text ? JSON.parse(text) : null;
    } catch {
      // A proxy's error page, say: the status below tells more than its text.
    }
    if (!response.ok) {
      throw Refusal.read(value, response.status) ?? this.unexplained(response.status);
    }
    return value as T;
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
