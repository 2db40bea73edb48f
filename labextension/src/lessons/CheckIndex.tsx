import React, { useEffect, useState } from 'react';

import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { recordOf } from '../refusal';
import type { CheckSummary, ErrorRecord } from '../wire';
import { CheckLesson } from './CheckLesson';

/** Everything that is checked before a feature is judged; each check with its page. */
export function CheckIndex(): JSX.Element {
  const { trans } = useEnv();
  return (
    <Disclosure label={trans.__('What is checked')} className="jp-AssembleTrace-checkIndex">
      {() => <Checks />}
    </Disclosure>
  );
}

function Checks(): JSX.Element {
  const { client, trans } = useEnv();
  const [checks, setChecks] = useState<CheckSummary[]>([]);
  const [trouble, setTrouble] = useState<ErrorRecord | null>(null);
  useEffect(() => {
    let wanted = true;
    client.checks().then(
      list => wanted && setChecks(list.checks),
      reason => wanted && setTrouble(recordOf(reason))
    );
    return () => {
      wanted = false;
    };
  }, [client]);
  const stages: [CheckSummary['stage'], string][] = [
    ['structure', trans.__('Project structure, of each file')],
    ['api', trans.__('Feature API, of the feature')]
  ];
  return (
    <>
      {trouble && <ErrorNote error={trouble} />}
      {stages.map(([stage, heading]) => (
        <section key={stage}>
          <h5>{heading}</h5>
          <ul>
            {checks
              .filter(check => check.stage === stage)
              .map(({ name, question }) => (
                <li key={name} data-check={name}>
                  <Disclosure
                    label={
                      <>
                        {question} <code>{name}</code>
                      </>
                    }
                  >
                    {() => <CheckLesson name={name} />}
                  </Disclosure>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}
