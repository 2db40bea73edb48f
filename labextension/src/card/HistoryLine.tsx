import React from 'react';

import { useDrawing } from '../env';
import { AsTable } from './AsTable';
import { amount, stepOf } from './card';
import { historyPlot } from './plots';
import type { IMoment } from './report';

interface IHistoryLine {
  history: IMoment[];
  unit: string;
}

const HEIGHT = 44;

/** The project's error as one feature after the other came in. */
export function HistoryLine({ history, unit }: IHistoryLine): JSX.Element {
  const { trans } = useDrawing();
  const points = historyPlot(history).map(({ x, y }) => ({ x, y: 4 + y * (HEIGHT - 8) }));
  const first = history[0];
  const last = history[history.length - 1];
  const step = stepOf(Math.abs(last.error) / 10);
  const end = points[points.length - 1];
  return (
    <div className="jp-AssembleTrace-line">
      <p>
        {trans.__('The project’s error, feature by feature:')}{' '}
        <strong>
          {amount(first.error, step)} <span aria-label={trans.__('to')}>→</span>{' '}
          {amount(last.error, step)}
        </strong>
        {unit && ` ${unit}`}
      </p>
      <svg
        aria-hidden="true"
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ height: HEIGHT }}
      >
        <line className="jp-mod-zero" x1="0" x2="100" y1={HEIGHT - 4} y2={HEIGHT - 4} />
        <path className="jp-mod-line" d={`M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`} />
        {points.map(({ x, y }, index) => (
          <path key={index} className="jp-mod-dot" d={`M${x} ${y}h0`} />
        ))}
        <path className="jp-mod-point" d={`M${end.x} ${end.y}h0`} />
      </svg>
      <AsTable
        head={[
          trans.__('Feature'),
          trans.__('By'),
          unit ? trans.__('Error, %1', unit) : trans.__('Error')
        ]}
        rows={history.map(one => [
          one.name || trans.__('no features'),
          one.author || '–',
          amount(one.error, step)
        ])}
      />
    </div>
  );
}
