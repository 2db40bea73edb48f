import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useEnv } from '../env';
import type { Request } from '../wire';
import { duration } from './words';

/** What really went over the network, exchange by exchange. */
export function Requests({ requests }: { requests: Request[] }): JSX.Element | null {
  const { trans } = useEnv();
  if (requests.length === 0) {
    return null;
  }
  return (
    <Disclosure
      className="jp-AssembleTrace-requests"
      label={trans._n(
        'The request as it was made',
        'The %1 requests as they were made',
        requests.length,
        requests.length
      )}
    >
      {() => (
        <ol>
          {requests.map((request, index) => (
            <li key={index}>
              <Exchange request={request} />
            </li>
          ))}
        </ol>
      )}
    </Disclosure>
  );
}

function Exchange({ request }: { request: Request }): JSX.Element {
  const { trans } = useEnv();
  const facts = [
    request.status === null ? trans.__('no answer') : String(request.status),
    duration(request.milliseconds),
    request.changes ? trans.__('changes something') : trans.__('only reads'),
    request.bytes_sent ? trans.__('%1 bytes sent', request.bytes_sent) : '',
    request.bytes_received ? trans.__('%1 bytes received', request.bytes_received) : '',
    typeof request.rate_limit_left === 'number'
      ? trans.__('%1 calls left this hour', request.rate_limit_left)
      : ''
  ];
  return (
    <>
      <code className="jp-AssembleTrace-request">
        {request.method} {request.path}
      </code>
      <p className="jp-AssembleTrace-note">{facts.filter(Boolean).join(' · ')}</p>
      {request.sent && <Body label={trans.__('Sent')} text={request.sent} />}
      {request.received && <Body label={trans.__('Received')} text={request.received} />}
    </>
  );
}

function Body({ label, text }: { label: string; text: string }): JSX.Element {
  return (
    <Disclosure label={label}>
      {() => (
        <pre className="jp-AssembleTrace-code" tabIndex={0} aria-label={label}>
          <code>{text}</code>
        </pre>
      )}
    </Disclosure>
  );
}
