import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { duration, markWord, stepName } from '../trace/words';
import type { ComparisonView, StepComparison } from '../wire';
import { Beside } from './Beside';
import { parted, places } from './pairs';
import { Points } from './Points';

/** The steps of both, aligned; the one at which they part is open. */
export function Steps({ found }: { found: ComparisonView }): JSX.Element {
  const { trans } = useEnv();
  const names = [found.left_name, found.right_name] as const;
  return (
    <ol className="jp-AssembleTrace-aligned" aria-label={trans.__('Steps of both')}>
      {found.steps.map(step => (
        <li
          key={step.key}
          data-compared={step.key}
          data-same={step.same}
          data-first={step.key === found.first}
        >
          <div className="jp-AssembleTrace-row">
            <h4>
              {stepName(step.key, trans)}
              {step.key === found.first && (
                <span className="jp-AssembleTrace-badge">{trans.__('they part here')}</span>
              )}
            </h4>
            <State status={step.left} seconds={step.left_seconds} name={names[0]} />
            <State status={step.right} seconds={step.right_seconds} name={names[1]} />
          </div>
          <Details step={step} names={names} startsOpen={step.key === found.first} />
        </li>
      ))}
    </ol>
  );
}

interface IState {
  status: StepComparison['left'];
  seconds?: number | null;
  name: string;
}

function State({ status, seconds, name }: IState): JSX.Element {
  const { trans } = useEnv();
  return (
    <span className="jp-AssembleTrace-came" data-status={status ?? 'none'}>
      <span className="jp-AssembleTrace-whose">
        <bdi>{name}</bdi>
      </span>
      {status === null ? (
        <span className="jp-AssembleTrace-note">{trans.__('no such step')}</span>
      ) : (
        <>
          <StatusIcon mark={status} />
          <span>{markWord(status, trans)}</span>
        </>
      )}
      {typeof seconds === 'number' && (
        <span className="jp-AssembleTrace-took">{duration(seconds * 1000)}</span>
      )}
    </span>
  );
}

interface IDetails {
  step: StepComparison;
  names: readonly [string, string];
  startsOpen: boolean;
}

/** What was typed and what came of it, what differs first. */
function Details({ step, names, startsOpen }: IDetails): JSX.Element | null {
  const { trans } = useEnv();
  const { commands = [], points = [], left, right } = step;
  const typed = left !== null && right !== null ? commands : [];
  const { apart, alike } = parted(points);
  const differs = places(typed);
  const many = apart.length + differs;
  const beside = typed.length > 0 && (
    <Beside lines={typed} label={trans.__('Typed for %1', stepName(step.key, trans))} />
  );
  const same = alike.length + (beside && differs === 0 ? 1 : 0);
  if (typed.length === 0 && points.length === 0) {
    return null;
  }
  return (
    <Disclosure
      startsOpen={startsOpen}
      label={
        many === 0
          ? trans.__('The same commands, and the same came of them')
          : trans._n('%1 difference', '%1 differences', many)
      }
    >
      {() => (
        <>
          {apart.length > 0 && <Points points={apart} names={names} />}
          {differs > 0 && beside}
          {same > 0 && (
            <Disclosure
              startsOpen={many === 0}
              label={trans._n('%1 thing alike', '%1 things alike', same)}
            >
              {() => (
                <>
                  {differs === 0 && beside}
                  {alike.length > 0 && <Points points={alike} names={names} />}
                </>
              )}
            </Disclosure>
          )}
        </>
      )}
    </Disclosure>
  );
}
