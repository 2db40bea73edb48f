import { ILabShell, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IFrame, MainAreaWidget } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { submitIcon } from '../icons';
import { commandIds, ITraces } from '../tokens';

/** Opens a pull request: the practice forge's as a tab of Lab, others in the browser. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'assemble-trace:pages',
  description: 'Shows pull requests.',
  autoStart: true,
  requires: [ITraces],
  optional: [ILabShell, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    { client, model }: ITraces,
    labShell: ILabShell | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('assemble_trace');
    const page = (): string | null => model.state.view?.forge_page ?? null;

    app.commands.addCommand(commandIds.openPullRequest, {
      label: trans.__('Open Pull Request'),
      caption: trans.__('Open the pull request of the submission in view'),
      icon: submitIcon,
      isEnabled: () => page() !== null,
      execute: () => {
        const address = page();
        if (address === null) {
          return;
        }
        if (/^https?:/.test(address) || !labShell) {
          const url = /^https?:/.test(address) ? address : client.address(address);
          window.open(url, '_blank', 'noopener');
          return;
        }
        const id = `assemble-trace-page-${address}`;
        const known = [...labShell.widgets('main')].find(widget => widget.id === id);
        if (known instanceof MainAreaWidget && known.content instanceof IFrame) {
          known.content.url = client.address(address);
          labShell.activateById(id);
          return;
        }
        // Scripts stay forbidden. The page keeps its origin, so that its links find the
        // server's cookie; its content cannot make use of that without scripts.
        const frame = new IFrame({ sandbox: ['allow-same-origin'], referrerPolicy: 'same-origin' });
        frame.url = client.address(address);
        const number = model.state.view?.trace.pull_request?.number;
        frame.title.label =
          number === undefined ? trans.__('Pull request') : trans.__('Pull request #%1', number);
        frame.title.icon = submitIcon;
        frame.node.querySelector('iframe')?.setAttribute('title', frame.title.label);
        const widget = new MainAreaWidget({ content: frame });
        widget.id = id;
        widget.addClass('jp-AssembleTrace-page');
        labShell.add(widget, 'main');
        labShell.activateById(id);
      }
    });
    palette?.addItem({ command: commandIds.openPullRequest, category: 'Assemblé Trace' });
    model.changed.connect(() => app.commands.notifyCommandChanged(commandIds.openPullRequest));
  }
};

export default plugin;
