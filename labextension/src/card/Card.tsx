import type { TranslationBundle } from '@jupyterlab/translation';
import React, { ReactNode, useMemo } from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import type { Mark } from '../trace/words';
import { Advice } from './Advice';
import { Bar } from './Bar';
import { adviceOf, barsOf, ITrouble, rankingOf, sentenceOf, stagesOf } from './card';
import { Circumstances } from './Circumstances';
import { Comparison } from './Comparison';
import { Missing } from './Missing';
import { AllNumbers } from './Numbers';
import { Opinion } from './Opinion';
import { IReport, readReport, Verdict } from './report';
import { Stages } from './Stages';

interface ICard {
  /** The report as it was written, or none. */
  report: unknown;
  /** What the forge made of it; without a forge, what the report says. */
  verdict?: Verdict;
  /** What stopped it, for a report that does not say so, or for none. */
  trouble?: ITrouble | null;
  header?: ReactNode;
}

/** Was it a good feature? The verdict first, then how far to trust it and what it is worth. */
export function Card({ report: written, trouble = null, header, ...given }: ICard): JSX.Element {
  const { trans } = useDrawing();
  const report = useMemo(() => readReport(written), [written]);
  const verdict = given.verdict ?? report?.verdict ?? 'none';
  const { mark, word } = headingOf(report, verdict, trans);
  const sentence = sentenceOf(report, verdict, trouble);
  const ranking = rankingOf(report?.comparison ?? null);
  return (
    <section
      className="jp-AssembleTrace-verdict"
      data-verdict={verdict}
      aria-label={trans.__('Verdict')}
    >
      {header}
      <div className="jp-AssembleTrace-judgement">
        <h4>
          <StatusIcon mark={mark} />
          {word}
        </h4>
        {sentence && <p data-card="sentence">{sentence}</p>}
      </div>
      <Stages stages={stagesOf(report, verdict)} />
      {barsOf(report).map((bar, index) => (
        <Bar key={index} bar={bar} />
      ))}
      {report?.opinion && <Opinion opinion={report.opinion} />}
      {report?.comparison && <Comparison comparison={report.comparison} ranking={ranking} />}
      <Advice advice={adviceOf(report, trouble)} />
      {report && <Missing report={report} />}
      {report && <AllNumbers report={report} />}
      {report && <Circumstances report={report} />}
    </section>
  );
}

function headingOf(
  report: IReport | null,
  verdict: Verdict,
  trans: TranslationBundle
): { mark: Mark; word: string } {
  if (report?.stage === 'merge') {
    return { mark: 'later', word: trans.__('After the merge') };
  }
  switch (verdict) {
    case 'accepted':
      return { mark: 'passed', word: trans.__('Accepted') };
    case 'rejected':
      return { mark: 'failed', word: trans.__('Rejected') };
    default:
      return { mark: 'interrupted', word: trans.__('No verdict') };
  }
}
