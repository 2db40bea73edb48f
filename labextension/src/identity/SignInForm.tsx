import React, { useId } from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import type { IdentityModel } from './model';

/** What was typed; read by the dialog when it is confirmed. */
export interface ITyped {
  token: string;
  api: string;
}

/** Who is signed in, and the place to paste a token. */
export function SignInForm({
  identity,
  typed
}: {
  identity: IdentityModel;
  typed: ITyped;
}): JSX.Element {
  const { trans } = useEnv();
  const state = useSignal(identity.changed, () => identity.state);
  const id = useId();
  return (
    <div className="jp-AssembleTrace jp-AssembleTrace-signIn">
      <p>{nowSignedIn()}</p>
      <div role="alert">{state.error && <ErrorNote error={state.error} />}</div>
      <div className="jp-AssembleTrace-form">
        <label htmlFor={`${id}-token`}>{trans.__('Personal access token')}</label>
        <input
          id={`${id}-token`}
          type="password"
          autoComplete="off"
          spellCheck={false}
          className="jp-mod-styled"
          data-field="token"
          onChange={event => (typed.token = event.target.value)}
        />
        <label htmlFor={`${id}-api`}>{trans.__('GitHub Enterprise address (optional)')}</label>
        <input
          id={`${id}-api`}
          type="url"
          placeholder="https://github.example.edu/api/v3"
          spellCheck={false}
          className="jp-mod-styled"
          data-field="api"
          onChange={event => (typed.api = event.target.value)}
        />
      </div>
      <p className="jp-AssembleTrace-note">
        {trans.__(
          'The token is kept in the memory of the Jupyter server only. It is gone when the server stops, and it is never written down.'
        )}
      </p>
      <p role="status" className="jp-AssembleTrace-note">
        {state.busy && trans.__('Asking the forge who you are…')}
      </p>
    </div>
  );

  function nowSignedIn(): string {
    const who = state.identity;
    if (!who) {
      return trans.__('Nobody is signed in.');
    }
    return who.practice
      ? trans.__('You are %1, your practice identity on this computer.', who.login)
      : trans.__('You are signed in as %1 (%2).', who.login, who.api);
  }
}
