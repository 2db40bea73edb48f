import React from 'react';

import type { ITold } from '../card/card';
import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import type { ICheckRun } from './report';
import { checkMark, markWord } from './words';

interface IChecks {
  runs: ICheckRun[];
  told: ITold | null;
}

/** The check runs on the pull request, each as it moves. */
export function Checks({ runs, told }: IChecks): JSX.Element | null {
  const { trans } = useDrawing();
  if (runs.length === 0) {
    return null;
  }
  return (
    <section>
      <h4>{trans.__('Checks')}</h4>
      <ul className="jp-AssembleTrace-checks">
        {runs.map(run => {
          const mark = checkMark(run.status, run.conclusion);
          return (
            <li key={run.name} data-check={run.name} data-status={mark}>
              <StatusIcon mark={mark} />
              <span className="jp-AssembleTrace-checkName">
                <bdi>{run.name}</bdi>
              </span>
              <span className="jp-AssembleTrace-word">{markWord(mark, trans)}</span>
              {isNews(run.title, told) && (
                <span className="jp-AssembleTrace-note">{run.title}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Whether a title says anything that the card has not said. */
function isNews(title: string, told: ITold | null): boolean {
  const sentence = told?.sentence ?? '';
  return title !== '' && !(sentence && title.startsWith(sentence)) && !sentence.includes(title);
}
