import React from 'react';

import { useDrawing } from '../env';
import type { IRanked } from './card';
import { HistoryLine } from './HistoryLine';
import { RankPlot } from './RankPlot';
import type { IComparison } from './report';

interface IProps {
  comparison: IComparison;
  ranking: IRanked[];
}

/** The feature among the accepted ones, and how the project came to where it is. */
export function Comparison({ comparison, ranking }: IProps): JSX.Element {
  const { trans } = useDrawing();
  const { sentence, redundancy, history, unit } = comparison;
  return (
    <section className="jp-AssembleTrace-comparison">
      <h4>{trans.__('Compared with the accepted features')}</h4>
      {sentence && <p>{sentence}</p>}
      {redundancy && (
        <p data-card="redundancy">
          {redundancy.sentence ||
            trans.__(
              '%1 by %2 tells %3% of what this feature tells.',
              redundancy.name,
              redundancy.author,
              Math.round(redundancy.share * 100)
            )}
        </p>
      )}
      {ranking.length > 0 && <RankPlot ranking={ranking} unit={unit} />}
      {history.length > 1 && <HistoryLine history={history} unit={unit} />}
    </section>
  );
}
