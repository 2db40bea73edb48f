import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { TraceClient } from '../client';
import type { Depth } from '../lessons/depths';
import { IdentityModel } from '../identity/model';
import { ITraces } from '../tokens';
import { TraceModel } from '../trace/model';

const EVENT = 'https://assemble-trace.org/events/submission';

/** Connects to the server: makes the models, and reads again when something happened. */
const plugin: JupyterFrontEndPlugin<ITraces> = {
  id: 'assemble-trace:plugin',
  description: 'The submissions of this server, and who is signed in.',
  autoStart: true,
  provides: ITraces,
  optional: [ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ): ITraces => {
    const trans = (translator ?? nullTranslator).load('assemble_trace');
    const client = new TraceClient(app.serviceManager.serverSettings, trans);
    const model = new TraceModel(client);
    const identity = new IdentityModel(client);
    void identity.refresh();

    // An event is a nudge; events are lost while the connection is, so the page coming
    // back into view is one too.
    app.serviceManager.events.stream.connect((_, event) => {
      if (event.schema_id === EVENT) {
        void model.refresh();
      }
    });
    app.serviceManager.connectionFailure.connect(() => void model.refresh());
    window.addEventListener('focus', () => void model.refresh());
    window.addEventListener('online', () => void model.refresh());

    settings?.load(plugin.id).then(
      loaded => {
        const apply = (): void => {
          model.setExplain(loaded.get('explain').composite !== false);
          model.setDepth(loaded.get('depth').composite as Depth);
        };
        loaded.changed.connect(apply);
        apply();
      },
      reason => console.error(reason)
    );
    return { client, model, identity };
  }
};

export default plugin;
