import React from 'react';

import { useEnv } from '../env';
import type { Plan } from '../wire';

/** Where it goes, as whom, who can see it, and the commit that it becomes if it is sent. */
export function Where({ plan, sends }: { plan: Plan; sends: boolean }): JSX.Element {
  const { trans } = useEnv();
  const { upstream, identity, commit } = plan;
  const seen = identity.practice
    ? trans.__('Only this machine. It is for practice.')
    : upstream.private
      ? trans.__('Everyone who may read %1.', upstream.full_name)
      : trans.__('Anyone on the internet can read it.');
  const base = plan.base.slice(0, 7);
  return (
    <dl className="jp-AssembleTrace-values jp-AssembleTrace-where">
      <dt>{trans.__('Goes to')}</dt>
      <dd data-field="upstream">
        {upstream.full_name}{' '}
        <span className="jp-AssembleTrace-note">
          {plan.parent
            ? trans.__('on top of your commit %1', plan.parent.slice(0, 7))
            : trans.__('on top of %1 at %2', plan.base_branch, base)}
        </span>
      </dd>
      <dt>{trans.__('As')}</dt>
      <dd data-field="identity">
        {identity.login}{' '}
        <span className="jp-AssembleTrace-note">
          {identity.practice
            ? trans.__('your practice identity')
            : `${identity.name} <${identity.email}>`}
        </span>
      </dd>
      <dt>{trans.__('Who can see it')}</dt>
      <dd data-field="visibility">{seen}</dd>
      {sends && (
        <>
          <dt>{trans.__('Becomes')}</dt>
          <dd data-field="commit" data-commit={commit}>
            {trans.__('commit')} <code title={commit}>{commit.slice(0, 10)}</code>{' '}
            <span className="jp-AssembleTrace-note">
              {plan.parent
                ? trans.__('known before it is made')
                : trans.__(
                    'known before it is made; another one if %1 moves first',
                    plan.base_branch
                  )}
            </span>
          </dd>
        </>
      )}
    </dl>
  );
}
