import React from 'react';

import { useDrawing } from '../env';
import { figure } from '../trace/words';
import { amount, IBar } from './card';
import { barPlot } from './plots';

/** A score against what it had to reach and what chance reaches: a picture over its table. */
export function Bar({ bar }: { bar: IBar }): JSX.Element {
  const { trans } = useDrawing();
  const { statistic, threshold, unit, noise } = bar;
  const plot = barPlot(bar);
  const height = noise ? 34 : 22;
  const row = (name: string, value: string, mark: string): JSX.Element => (
    <tr>
      <th scope="row">
        <span className={`jp-AssembleTrace-key jp-mod-${mark}`} aria-hidden="true" />
        {name}
      </th>
      <td>{value}</td>
    </tr>
  );
  return (
    <div
      className="jp-AssembleTrace-measure"
      data-reached={threshold === null ? undefined : statistic > threshold}
    >
      <svg
        aria-hidden="true"
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        style={{ height }}
      >
        <rect className="jp-mod-track" x="0" y="5" width="100" height="12" />
        <rect
          className="jp-mod-statistic"
          x={plot.statistic.from}
          y="5"
          width={Math.max(0.5, plot.statistic.to - plot.statistic.from)}
          height="12"
        />
        {plot.chance && (
          <>
            <line
              className="jp-mod-chance"
              x1={plot.chance.from}
              x2={plot.chance.to}
              y1="30"
              y2="30"
            />
            {plot.copies.map((x, index) => (
              <line key={index} className="jp-mod-copy" x1={x} x2={x} y1="20" y2="30" />
            ))}
          </>
        )}
        {plot.threshold !== null && (
          <line
            className="jp-mod-threshold"
            x1={plot.threshold}
            x2={plot.threshold}
            y1="0"
            y2={height}
          />
        )}
      </svg>
      <table>
        {unit && (
          <caption>
            {[unit, threshold === null && noise?.sentence].filter(Boolean).join('. ')}
          </caption>
        )}
        <tbody>
          {row(trans.__('This feature'), figure(statistic), 'statistic')}
          {threshold !== null &&
            row(trans.__('Needed to be accepted'), figure(threshold), 'threshold')}
          {noise &&
            row(
              trans.__('Chance: the best of %1 shuffled copies', amount(noise.copies, 1)),
              figure(noise.highest),
              'chance'
            )}
        </tbody>
      </table>
    </div>
  );
}
