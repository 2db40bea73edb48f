import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, ReactWidget, WidgetTracker } from '@jupyterlab/apputils';
import React from 'react';

import { inOrder } from '../compare/choosing';
import { chooseOther } from '../compare/dialog';
import { ComparisonModel } from '../compare/model';
import { Page } from '../compare/Page';
import { EnvContext, IEnv } from '../env';
import { submitIcon } from '../icons';
import { commandIds, IEnvToken } from '../tokens';

/** Two submissions side by side. They are read again whenever the tab comes into sight. */
class ComparisonWidget extends ReactWidget {
  constructor(
    private readonly env: IEnv,
    readonly comparison: ComparisonModel,
    private readonly onShow: (submission: string) => void
  ) {
    super();
    this.addClass('jp-AssembleTrace-comparisonTab');
    this.title.label = env.trans.__('Comparison');
    this.title.icon = submitIcon;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', env.trans.__('Comparison of two submissions'));
    comparison.changed.connect(this.name, this);
  }

  protected render(): JSX.Element {
    return (
      <EnvContext.Provider value={this.env}>
        <Page comparison={this.comparison} onShow={this.onShow} />
      </EnvContext.Provider>
    );
  }

  protected onAfterShow(): void {
    void this.comparison.read();
  }

  private name(): void {
    const { found } = this.comparison.state;
    if (found) {
      this.title.label = this.env.trans.__('%1 and %2', found.left.short_id, found.right.short_id);
      this.title.caption = `${found.left.title} (${found.left.short_id})\n${found.right.title} (${found.right.short_id})`;
    }
  }
}

/** The command that puts two submissions side by side, in a tab of its own. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:compare',
  description: 'Compares two submissions.',
  autoStart: true,
  requires: [IEnvToken],
  optional: [ILabShell, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    env: IEnv,
    labShell: ILabShell | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans, model, client } = env;
    const open = new WidgetTracker<MainAreaWidget<ComparisonWidget>>({
      namespace: 'assemble-trace-comparisons'
    });
    const inPanel = (submission: string): void => {
      void app.commands.execute(commandIds.openPanel).then(() => model.pin(submission));
    };
    const show = (left: string, right: string): void => {
      const id = `assemble-trace-comparison-${left}-${right}`;
      let widget = open.find(one => one.id === id);
      if (!widget) {
        const comparison = new ComparisonModel(client, left, right);
        widget = new MainAreaWidget({ content: new ComparisonWidget(env, comparison, inPanel) });
        widget.id = id;
        // Notebook 7 keeps its main area for the one notebook.
        app.shell.add(widget, labShell ? 'main' : 'right');
        void open.add(widget);
        void comparison.read();
      }
      app.shell.activateById(id);
    };
    app.commands.addCommand(commandIds.compare, {
      label: trans.__('Compare the Submission with…'),
      caption: trans.__('Put two submissions side by side, and see where they part'),
      icon: submitIcon,
      isEnabled: ({ left }) => typeof left === 'string' || model.state.view !== null,
      execute: async ({ left, right }) => {
        if (typeof left === 'string' && typeof right === 'string') {
          show(left, right);
          return;
        }
        const shown = model.state.view;
        const view =
          typeof left === 'string' && left !== shown?.trace.id ? await client.get(left) : shown;
        const other = view && (await chooseOther(env, view));
        if (view && other) {
          show(...inOrder(view, other));
        }
      }
    });
    void restorer?.restore(open, {
      command: commandIds.compare,
      args: ({ content: { comparison } }) => ({ left: comparison.left, right: comparison.right }),
      name: ({ content: { comparison } }) => `${comparison.left}-${comparison.right}`
    });
    palette?.addItem({ command: commandIds.compare, category: 'Assemblé Trace' });
    model.changed.connect(() => app.commands.notifyCommandChanged(commandIds.compare));
  }
};

export default plugin;
