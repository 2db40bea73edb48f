import React, { memo } from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import type { Request, StepRecord } from '../wire';
import { Exchange } from './Exchange';
import { clock, elapsed } from './words';

interface IRequests {
  step: StepRecord;
  /** When the submission was pressed. */
  pressed: string | null;
}

/** What really happened in a step: when, and each exchange with the forge, changes first. */
export function Requests({ step, pressed }: IRequests): JSX.Element | null {
  const { trans } = useDrawing();
  const requests = step.requests ?? [];
  if (!step.started_at && requests.length === 0) {
    return null;
  }
  const changes = requests.filter(one => one.changes);
  const reads = requests.filter(one => !one.changes);
  const label =
    requests.length === 0
      ? trans.__('What really happened')
      : trans._n(
          'What really happened: %1 request',
          'What really happened: %1 requests',
          requests.length,
          requests.length
        );
  return (
    <Disclosure className="jp-AssembleTrace-requests" label={label}>
      {() => (
        <>
          <Timing step={step} pressed={pressed} />
          {requests.length === 0 && (
            <p className="jp-AssembleTrace-note">
              {trans.__('Nothing was asked of the forge: this happened on this computer.')}
            </p>
          )}
          {changes.length > 0 && <List requests={changes} label={trans.__('Changes')} />}
          {reads.length > 0 && (
            <Disclosure
              className="jp-AssembleTrace-reads"
              label={trans._n('%1 read', '%1 reads', reads.length, reads.length)}
            >
              {() => <List requests={reads} label={trans.__('Reads')} />}
            </Disclosure>
          )}
        </>
      )}
    </Disclosure>
  );
}

/** How many exchanges are drawn together: of a long list that grows, only its end anew. */
const TOGETHER = 25;

function List({ requests, label }: { requests: Request[]; label: string }): JSX.Element {
  const parts: Request[][] = [];
  for (let at = 0; at < requests.length; at += TOGETHER) {
    parts.push(requests.slice(at, at + TOGETHER));
  }
  return (
    <ol aria-label={label}>
      {parts.map((part, index) => (
        <Part key={index} requests={part} />
      ))}
    </ol>
  );
}

const Part = memo(
  function Part({ requests }: { requests: Request[] }): JSX.Element {
    return (
      <>
        {requests.map((request, index) => (
          <li key={index} data-request={request.request_id} data-changes={request.changes}>
            <Exchange request={request} />
          </li>
        ))}
      </>
    );
  },
  ({ requests: before }, { requests: after }) =>
    before.length === after.length && before.every((one, index) => one === after[index])
);

/** When it began, counted from the press and by the clock, and how long it took. */
function Timing({ step, pressed }: IRequests): JSX.Element | null {
  const { trans } = useDrawing();
  const { started_at, finished_at } = step;
  if (!started_at) {
    return null;
  }
  const rows: [string, string | null][] = [
    [trans.__('After the press'), elapsed(pressed, started_at)],
    [trans.__('By the clock'), clock(started_at)],
    [trans.__('Took'), elapsed(started_at, finished_at)]
  ];
  return (
    <dl className="jp-AssembleTrace-values jp-AssembleTrace-timing">
      {rows
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
    </dl>
  );
}
