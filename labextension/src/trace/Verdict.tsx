import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import type { Trace } from '../wire';
import { inWords } from './Outcome';
import { IReport, IStage, readMeasure } from './report';
import { ScoreBar } from './ScoreBar';
import { duration, Mark, markWord } from './words';

/** What the project's checks found out about the feature, stage by stage. */
export function Verdict({
  verdict,
  report
}: {
  verdict: Trace['verdict'];
  report: IReport;
}): JSX.Element {
  const { trans } = useEnv();
  return (
    <section className="jp-AssembleTrace-verdict" data-verdict={verdict}>
      <h4>{heading(verdict, trans)}</h4>
      {report.error && <p>{report.error}</p>}
      <ul className="jp-AssembleTrace-stages">
        {report.stages.map(stage => (
          <Stage key={stage.key} stage={stage} />
        ))}
      </ul>
      <Circumstances report={report} />
    </section>
  );
}

function Stage({ stage }: { stage: IStage }): JSX.Element {
  const { trans } = useEnv();
  const mark = stageMark(stage.status);
  const measure = readMeasure(stage.numbers);
  const drawn = ['statistic', 'threshold', 'margin', 'unit'];
  const others = Object.entries(stage.numbers).filter(
    ([name, value]) => value !== null && !(measure && drawn.includes(name))
  );
  const failed = stage.checks.filter(check => !check.passed);
  return (
    <li data-stage={stage.key} data-status={mark}>
      <p className="jp-AssembleTrace-stageHead">
        <StatusIcon mark={mark} />
        <strong>{stageName(stage.key, trans)}</strong>
        <span className="jp-AssembleTrace-word">{markWord(mark, trans)}</span>
      </p>
      <div className="jp-AssembleTrace-stageBody">
        {stage.reason && <p>{stage.reason}</p>}
        {failed.length > 0 && (
          <ul className="jp-AssembleTrace-failedChecks">
            {failed.map(check => (
              <li key={check.name}>
                <code>{check.name}</code> {check.advice ?? check.exception}
              </li>
            ))}
          </ul>
        )}
        {measure && <ScoreBar measure={measure} />}
        {others.length > 0 && (
          <Disclosure label={trans.__('All numbers')}>
            {() => (
              <dl className="jp-AssembleTrace-values">
                {others.map(([name, value]) => (
                  <React.Fragment key={name}>
                    <dt>{name}</dt>
                    <dd>{inWords(value)}</dd>
                  </React.Fragment>
                ))}
              </dl>
            )}
          </Disclosure>
        )}
      </div>
    </li>
  );
}

/** With what, on how much and for how long it was judged. */
function Circumstances({ report }: { report: IReport }): JSX.Element | null {
  const { trans } = useEnv();
  const facts = [
    report.rows === null ? '' : trans._n('%1 row', '%1 rows', report.rows, report.rows),
    report.seconds === null ? '' : duration(report.seconds * 1000),
    ...report.environment.map(([name, version]) => `${name} ${version}`)
  ].filter(Boolean);
  return facts.length > 0 ? <p className="jp-AssembleTrace-note">{facts.join(' · ')}</p> : null;
}

function heading(verdict: Trace['verdict'], trans: TranslationBundle): string {
  switch (verdict) {
    case 'accepted':
      return trans.__('Verdict: accepted');
    case 'rejected':
      return trans.__('Verdict: rejected');
    default:
      return trans.__('No verdict');
  }
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

function stageMark(status: string): Mark {
  const marks: Record<string, Mark> = { success: 'passed', skipped: 'skipped', neutral: 'later' };
  return marks[status] ?? 'failed';
}
