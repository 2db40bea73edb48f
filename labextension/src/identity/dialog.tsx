import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import React from 'react';

import { EnvContext, IEnv } from '../env';
import type { IdentityModel } from './model';
import { ITyped, SignInForm } from './SignInForm';

/** Show who is signed in; take a token, or give the practice identity back. */
export async function manageIdentity(identity: IdentityModel, env: IEnv): Promise<void> {
  const { trans } = env;
  const typed: ITyped = { token: '', api: '' };
  const signedIn = identity.state.identity !== null && !identity.state.identity.practice;
  const buttons = [
    Dialog.cancelButton(),
    ...(signedIn ? [Dialog.warnButton({ label: trans.__('Sign out'), actions: ['out'] })] : []),
    Dialog.okButton({ label: trans.__('Sign in'), actions: ['in'] })
  ];
  const dialog = new SignInDialog(identity, typed, {
    title: trans.__('Who are you?'),
    body: ReactWidget.create(
      <EnvContext.Provider value={env}>
        <SignInForm identity={identity} typed={typed} />
      </EnvContext.Provider>
    ),
    buttons,
    focusNodeSelector: '[data-field="token"]'
  });
  await dialog.launch();
}

/** Stays open, with the reason, until the forge has accepted the token. */
class SignInDialog extends Dialog<void> {
  constructor(
    private readonly identity: IdentityModel,
    private readonly typed: ITyped,
    options: Partial<Dialog.IOptions<void>>
  ) {
    super(options);
    this._choices = (options.buttons ?? []).map(button => button.actions[0]);
  }

  resolve(index = this._choices.length - 1): void {
    switch (this._choices[index]) {
      case 'in':
        if (this.typed.token.trim()) {
          void this.finish(index, this.identity.signIn(this.typed.token, this.typed.api));
        }
        break;
      case 'out':
        void this.finish(index, this.identity.signOut());
        break;
      default:
        super.resolve(index);
    }
  }

  private async finish(index: number, done: Promise<boolean>): Promise<void> {
    if (await done) {
      super.resolve(index);
    }
  }

  private readonly _choices: (string | undefined)[];
}
