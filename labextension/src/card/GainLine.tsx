import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useDrawing } from '../env';
import { amount, stepOf } from './card';
import { AsTable } from './AsTable';
import { gainPlot } from './plots';
import type { IGain } from './report';

/** What the feature saves on rows that a model has not seen, in the target's own unit. */
export function GainLine({ gain }: { gain: IGain }): JSX.Element {
  const { trans } = useDrawing();
  const { metric, unit, confidence } = gain;
  const half = (gain.high - gain.low) / 2;
  const even = Math.abs(gain.high - gain.saved - half) <= 0.1 * half;
  const step = stepOf(half);
  const say = (value: number): string => amount(value, step);
  const plot = gainPlot(gain);
  return (
    <div className="jp-AssembleTrace-gain" data-better={String(gain.better)}>
      <p>
        {metric || trans.__('error')}{' '}
        <strong>
          {say(gain.without)} <span aria-label={trans.__('to')}>→</span> {say(gain.with)}
          {even && ` ± ${say(half)}`}
        </strong>
        {!metric.includes(unit) && ` ${unit}`}
      </p>
      <svg aria-hidden="true" viewBox="0 0 100 16" preserveAspectRatio="none">
        <line className="jp-mod-none" x1={plot.none} x2={plot.none} y1="0" y2="16" />
        <path
          className="jp-mod-interval"
          d={
            `M${plot.interval.from} 8H${plot.interval.to}` +
            `M${plot.interval.from} 4V12M${plot.interval.to} 4V12`
          }
        />
        <path className="jp-mod-point" d={`M${plot.saved} 8h0`} />
      </svg>
      <p>{gain.sentence || savedWords(gain, say, trans)}</p>
      <p className="jp-AssembleTrace-note">
        {trans.__(
          'Dot: what is saved. Whiskers: %1% sure. Dashed line: nothing saved.',
          percent(confidence)
        )}
      </p>
      <AsTable
        head={[metric || trans.__('error'), unit]}
        rows={[
          [trans.__('Without the feature'), say(gain.without)],
          [trans.__('With it'), say(gain.with)],
          [trans.__('Saved'), say(gain.saved)],
          [trans.__('At least (%1% sure)', percent(confidence)), say(gain.low)],
          [trans.__('At most'), say(gain.high)]
        ]}
      />
    </div>
  );
}

/** What was saved, for a report that does not say it. */
function savedWords(
  { saved, low, high, better }: IGain,
  say: (value: number) => string,
  trans: TranslationBundle
): string {
  const said =
    saved < 0
      ? trans.__('Worse by %1 (between %2 and %3)', say(-saved), say(-high), say(-low))
      : trans.__('Better by %1 (between %2 and %3)', say(saved), say(low), say(high));
  return better === null ? trans.__('%1, which may be chance.', said) : `${said}.`;
}

function percent(share: number): string {
  return String(Math.round(share * 1000) / 10);
}
