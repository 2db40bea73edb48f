import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useEnv } from '../env';
import { Commands } from '../trace/Commands';
import { stepName } from '../trace/words';
import type { Plan, TraceView } from '../wire';

/** The commands that the submission stands for, and what nobody can know before. */
export function Planned({ view, plan }: { view: TraceView; plan: Plan }): JSX.Element | null {
  const { trans, model } = useEnv();
  const { trace, shown } = view;
  const steps = trace.steps.filter(step => (shown[step.key] ?? []).length > 0);
  if (!model.state.explain || steps.length === 0) {
    return null;
  }
  const samePull = Boolean(plan.parent && plan.follows);
  return (
    <Disclosure
      className="jp-AssembleTrace-planned"
      label={trans.__('What will be done, as commands')}
    >
      {() => (
        <>
          {steps.map(step => (
            <section key={step.key} data-planned={step.key}>
              <h4>{stepName(step.key, trans)}</h4>
              <Commands lines={shown[step.key] ?? []} />
            </section>
          ))}
          <section data-planned="later">
            <h4>{trans.__('Known only afterwards')}</h4>
            <ul>
              {!samePull && (
                <li>{trans.__('The number of the pull request: the forge gives it.')}</li>
              )}
              {!plan.fork_exists && (
                <li>
                  {trans.__(
                    'The name of your fork: %1, unless the forge has to give it another.',
                    plan.fork
                  )}
                </li>
              )}
              <li>{trans.__('What the checks find.')}</li>
            </ul>
          </section>
        </>
      )}
    </Disclosure>
  );
}
