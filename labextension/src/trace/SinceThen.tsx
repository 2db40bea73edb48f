import React from 'react';

import { useEnv } from '../env';
import type { SinceThen as Item } from '../wire';
import { IScore, readScore } from './report';
import { figure, moment } from './words';

/** What others did to the pull request after the verdict, and what it did to the project. */
export function SinceThen({ items }: { items: Item[] }): JSX.Element | null {
  const { trans } = useEnv();
  if (items.length === 0) {
    return null;
  }
  return (
    <section className="jp-AssembleTrace-since">
      <h3>{trans.__('Since then')}</h3>
      <ol>
        {items.map(item => (
          <li key={item.key} data-kind={item.kind}>
            <p className="jp-AssembleTrace-note">
              {item.actor} · <time dateTime={item.at}>{moment(item.at)}</time>
            </p>
            <p className="jp-AssembleTrace-said">{item.text}</p>
            {item.kind === 'score' && <Score score={readScore(item.data)} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Score({ score }: { score: IScore | null }): JSX.Element | null {
  const { trans } = useEnv();
  if (!score) {
    return null;
  }
  const { metric, before, after, higherIsBetter, features } = score;
  const better = before !== null && (higherIsBetter ? after > before : after < before);
  const change =
    before === null || before === after
      ? trans.__('unchanged')
      : better
        ? trans.__('better')
        : trans.__('worse');
  return (
    <div className="jp-AssembleTrace-score">
      <dl>
        <div>
          <dt>{trans.__('Before')}</dt>
          <dd>{before === null ? '–' : figure(before)}</dd>
        </div>
        <span aria-hidden="true">→</span>
        <div>
          <dt>{trans.__('After')}</dt>
          <dd>
            {figure(after)} <small>{change}</small>
          </dd>
        </div>
      </dl>
      <p className="jp-AssembleTrace-note">
        {metric} · {higherIsBetter ? trans.__('higher is better') : trans.__('lower is better')}
      </p>
      {features.length > 0 && (
        <>
          <h4>{trans.__('Features that now stand together')}</h4>
          <ul>
            {features.map(feature => (
              <li key={`${feature.author}/${feature.name}`}>
                {feature.name} <span className="jp-AssembleTrace-note">{feature.author}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
