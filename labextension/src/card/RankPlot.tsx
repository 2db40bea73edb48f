import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import { figure } from '../trace/words';
import { amount, glance, IRanked } from './card';
import { ISpan, rankPlot } from './plots';

interface IRankPlot {
  ranking: IRanked[];
  unit: string;
}

/** The features by what each is worth: a table with a bar for each figure. */
export function RankPlot({ ranking, unit }: IRankPlot): JSX.Element {
  const { trans } = useDrawing();
  const shown = glance(ranking);
  return (
    <div className="jp-AssembleTrace-rank">
      <Ranking ranking={ranking} shown={shown} unit={unit} />
      {shown.length < ranking.length && (
        <Disclosure label={trans.__('All %1 features', ranking.length)}>
          {() => <Ranking ranking={ranking} shown={ranking} unit={unit} />}
        </Disclosure>
      )}
    </div>
  );
}

function Ranking({ ranking: all, shown, unit }: IRankPlot & { shown: IRanked[] }): JSX.Element {
  const { trans } = useDrawing();
  const gains = rankPlot(all.map(one => one.gain));
  const informations = rankPlot(all.map(one => one.information));
  const step =
    10 ** Math.floor(Math.log10(Math.max(...all.map(one => Math.abs(one.gain ?? 0)), 1e-4)) - 3);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">
            <abbr title={trans.__('Rank by gain')}>#</abbr>
          </th>
          <th scope="col">{trans.__('Feature')}</th>
          <th scope="col">
            {trans.__('Gain')} {unit}
          </th>
          <th scope="col">{trans.__('Information')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one, index) => (
          <tr
            key={one.rank}
            data-this={one.this || undefined}
            data-gap={index > 0 && one.rank > shown[index - 1].rank + 1 ? '' : undefined}
          >
            <td>{one.rank}</td>
            <th scope="row">
              {one.name}
              {one.this && <span className="jp-AssembleTrace-this"> ◂ {trans.__('this one')}</span>}
              <span className="jp-AssembleTrace-note"> {one.author}</span>
            </th>
            <td>
              {one.gain === null ? '–' : amount(one.gain, step)}
              <Length span={gains[one.rank - 1]} />
            </td>
            <td>
              {one.information === null ? '–' : figure(one.information)}
              <Length span={informations[one.rank - 1]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The figure beside it as a bar. */
function Length({ span }: { span: ISpan | null }): JSX.Element | null {
  return (
    span && (
      <svg aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none">
        <rect x={span.from} y="0" width={Math.max(0.5, span.to - span.from)} height="6" />
      </svg>
    )
  );
}
