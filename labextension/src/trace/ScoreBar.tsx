import React from 'react';

import { useEnv } from '../env';
import type { IMeasure } from './report';
import { figure } from './words';

const WIDTH = 240;
const HEIGHT = 26;

/** A statistic against the threshold that it had to reach: a picture, and the same in numbers. */
export function ScoreBar({ measure }: { measure: IMeasure }): JSX.Element {
  const { trans } = useEnv();
  const { statistic, threshold, unit } = measure;
  const low = Math.min(0, statistic, threshold);
  const high = Math.max(0, statistic, threshold);
  const span = (high - low || 1) * 1.08;
  const at = (value: number): number => ((value - low) / span) * WIDTH;
  const reached = statistic > threshold;
  const description = reached
    ? trans.__(
        'The statistic, %1, is above the threshold, %2.',
        figure(statistic),
        figure(threshold)
      )
    : trans.__(
        'The statistic, %1, is not above the threshold, %2.',
        figure(statistic),
        figure(threshold)
      );
  const row = (name: string, value: number, mark: string): JSX.Element => (
    <tr>
      <th scope="row">
        <span className={`jp-AssembleTrace-key jp-mod-${mark}`} aria-hidden="true" />
        {name}
      </th>
      <td>{figure(value)}</td>
    </tr>
  );
  return (
    <div className="jp-AssembleTrace-measure" data-reached={reached}>
      <svg
        role="img"
        aria-label={description}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        <rect className="jp-mod-track" x="0" y="8" width={WIDTH} height="10" />
        <rect
          className="jp-mod-statistic"
          x={Math.min(at(0), at(statistic))}
          y="8"
          width={Math.max(1, Math.abs(at(statistic) - at(0)))}
          height="10"
        />
        <rect className="jp-mod-threshold" x={at(threshold) - 1} y="2" width="2" height="22" />
      </svg>
      <table>
        <tbody>
          {row(trans.__('Statistic'), statistic, 'statistic')}
          {row(trans.__('Threshold'), threshold, 'threshold')}
          {row(trans.__('Margin'), statistic - threshold, 'none')}
        </tbody>
      </table>
      {unit && <p className="jp-AssembleTrace-note">{unit}</p>}
    </div>
  );
}
