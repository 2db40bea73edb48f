import { Token } from '@lumino/coreutils';

import type { TraceClient } from './client';
import type { IEnv } from './env';
import type { IdentityModel } from './identity/model';
import type { TraceModel } from './trace/model';

/** What the plugins share: the way to the server, and the state drawn from its answers. */
export interface ITraces {
  readonly client: TraceClient;
  readonly model: TraceModel;
  readonly identity: IdentityModel;
}

export const ITraces = new Token<ITraces>(
  'assemble-trace:ITraces',
  'The submissions of this server, and who is signed in.'
);

/** What components need from outside; provided by the panel, used by the dialogs. */
export const IEnvToken = new Token<IEnv>(
  'assemble-trace:IEnv',
  'What the components of Assemblé Trace are rendered with.'
);

/** The names of the commands, as palette, shortcuts and other extensions call them. */
export const commandIds = {
  submit: 'assemble-trace:submit',
  tryFirst: 'assemble-trace:try',
  revise: 'assemble-trace:revise',
  again: 'assemble-trace:again',
  link: 'assemble-trace:open-link',
  insertCheck: 'assemble-trace:insert-check',
  openPanel: 'assemble-trace:open-panel',
  history: 'assemble-trace:history',
  signIn: 'assemble-trace:sign-in',
  replay: 'assemble-trace:replay',
  compare: 'assemble-trace:compare',
  saveCopy: 'assemble-trace:save-copy',
  import: 'assemble-trace:import',
  openPullRequest: 'assemble-trace:open-pull-request'
};
