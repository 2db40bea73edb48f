import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import { markWord } from '../trace/words';
import type { IStageLine } from './card';
import { FailedCheck } from './FailedCheck';

/** The stages in short: each with its result, and under it the checks that failed. */
export function Stages({ stages }: { stages: IStageLine[] }): JSX.Element | null {
  const { trans } = useDrawing();
  const passed = stages.flatMap(stage => stage.passed);
  if (stages.length === 0) {
    return null;
  }
  return (
    <div>
      <ul className="jp-AssembleTrace-stages">
        {stages.map(stage => (
          <li key={stage.key} data-stage={stage.key} data-status={stage.mark}>
            <p className="jp-AssembleTrace-stageHead">
              <StatusIcon mark={stage.mark} />
              <span>{stageName(stage.key, trans)}</span>
              <span className="jp-AssembleTrace-word">
                {stage.mark === 'interrupted'
                  ? trans.__('not judged')
                  : markWord(stage.mark, trans)}
              </span>
              {stage.balletError && (
                <span className="jp-AssembleTrace-note">
                  {trans.__('Ballet says')} <code>{stage.balletError}</code>
                </span>
              )}
            </p>
            {stage.note && <p className="jp-AssembleTrace-stageNote">{stage.note}</p>}
            {stage.failed.length > 0 && (
              <ul className="jp-AssembleTrace-failedChecks">
                {stage.failed.map((check, index) => (
                  <FailedCheck key={index} check={check} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {passed.length > 0 && (
        <Disclosure label={trans._n('%1 check passed', '%1 checks passed', passed.length)}>
          {() => (
            <ul className="jp-AssembleTrace-passedChecks">
              {passed.map((check, index) => (
                <li key={index}>
                  <code>{check.name}</code>{' '}
                  <span className="jp-AssembleTrace-note">{check.description}</span>
                </li>
              ))}
            </ul>
          )}
        </Disclosure>
      )}
    </div>
  );
}

function stageName(key: string, trans: TranslationBundle): string {
  const names: Record<string, string> = {
    structure: trans.__('Project structure'),
    api: trans.__('Feature API'),
    acceptance: trans.__('Feature acceptance'),
    pruning: trans.__('Feature pruning')
  };
  return names[key] ?? key;
}
