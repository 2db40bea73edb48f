import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IToolbarWidgetRegistry, ReactWidget } from '@jupyterlab/apputils';
import { ToolbarButtonComponent } from '@jupyterlab/ui-components';
import React from 'react';

import type { IEnv } from '../env';
import { useSignal } from '../hooks';
import { personIcon } from '../icons';
import { manageIdentity } from '../identity/dialog';
import type { IdentityModel } from '../identity/model';
import { commandIds, IEnvToken, ITraces } from '../tokens';

/** The button that says who is signed in, and the command to change that. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:identity',
  description: 'Shows and changes who is signed in.',
  autoStart: true,
  requires: [ITraces, IEnvToken],
  optional: [IToolbarWidgetRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    { identity }: ITraces,
    env: IEnv,
    toolbars: IToolbarWidgetRegistry | null,
    palette: ICommandPalette | null
  ) => {
    const { trans } = env;
    app.commands.addCommand(commandIds.signIn, {
      label: trans.__('Sign In or Out'),
      caption: trans.__('See who is signed in, or sign in with a token'),
      icon: personIcon,
      execute: () => manageIdentity(identity, env)
    });
    palette?.addItem({ command: commandIds.signIn, category: 'Assemblé Trace' });
    toolbars?.addFactory('Notebook', 'assemble-trace-identity', () => {
      const button = ReactWidget.create(
        <IdentityButton
          identity={identity}
          env={env}
          press={() => void app.commands.execute(commandIds.signIn)}
        />
      );
      button.addClass('jp-ToolbarButton');
      return button;
    });
  }
};

function IdentityButton({
  identity,
  env,
  press
}: {
  identity: IdentityModel;
  env: IEnv;
  press: () => void;
}): JSX.Element {
  const { trans } = env;
  const who = useSignal(identity.changed, () => identity.state.identity);
  const tooltip = !who
    ? trans.__('Nobody is signed in')
    : who.practice
      ? trans.__('You submit as %1, your practice identity', who.login)
      : trans.__('You submit as %1', who.login);
  return (
    <ToolbarButtonComponent
      className="jp-AssembleTrace-identityButton"
      icon={personIcon}
      label={who?.login ?? trans.__('Sign in')}
      tooltip={tooltip}
      onClick={press}
    />
  );
}

export default plugin;
