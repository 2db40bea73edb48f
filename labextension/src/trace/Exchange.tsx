import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import type { Request } from '../wire';
import { duration, short } from './words';

/** One exchange with the forge, as it was. */
export function Exchange({ request }: { request: Request }): JSX.Element {
  const { trans } = useDrawing();
  const refs = request.refs ?? [];
  return (
    <>
      <code className="jp-AssembleTrace-request">
        {request.method} {request.path}
      </code>
      <p className="jp-AssembleTrace-note">{factsOf(request, trans).join(' · ')}</p>
      {refs.length > 0 && (
        <ul className="jp-AssembleTrace-refs" aria-label={trans.__('Branches')}>
          {refs.map(ref => (
            <li key={ref}>
              <code>{refWords(ref, trans)}</code>
            </li>
          ))}
        </ul>
      )}
      {request.sent && <Body label={trans.__('Sent')} text={request.sent} />}
      {request.received && <Body label={trans.__('Received')} text={request.received} />}
    </>
  );
}

function factsOf(request: Request, trans: TranslationBundle): string[] {
  const { status, objects, bytes_sent, bytes_received, rate_limit_left } = request;
  return [
    status === null ? trans.__('no answer') : String(status),
    duration(request.milliseconds),
    request.changes ? trans.__('changes something') : trans.__('only reads'),
    typeof objects === 'number' ? trans._n('%1 object', '%1 objects', objects, objects) : '',
    bytes_sent ? trans.__('%1 bytes sent', bytes_sent) : '',
    bytes_received ? trans.__('%1 bytes received', bytes_received) : '',
    typeof rate_limit_left === 'number' ? trans.__('%1 calls left this hour', rate_limit_left) : ''
  ].filter(Boolean);
}

/** `old new name`, as git says it on the wire; forty zeros stand for nothing. */
function refWords(ref: string, trans: TranslationBundle): string {
  const [old, next, ...name] = ref.split(' ');
  const id = (one: string): string => (/^0+$/.test(one) ? trans.__('none') : short(one));
  return name.length === 0 ? ref : `${name.join(' ')}: ${id(old)} → ${id(next)}`;
}

function Body({ label, text }: { label: string; text: string }): JSX.Element {
  return (
    <Disclosure label={label}>
      {() => (
        <pre className="jp-AssembleTrace-code" role="region" tabIndex={0} aria-label={label}>
          <code>{text}</code>
        </pre>
      )}
    </Disclosure>
  );
}
