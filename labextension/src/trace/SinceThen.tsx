import React from 'react';

import type { ITold } from '../card/card';
import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';
import type { Request, Trace } from '../wire';
import { Exchange } from './Exchange';
import { Graph } from './Graph';
import { mergePicture } from './graph';
import { IScore, readScore } from './report';
import { figure, moment } from './words';

interface ISinceThen {
  trace: Trace;
  told: ITold | null;
}

/** What others did to the pull request after the verdict, and what it did to the project. */
export function SinceThen({ trace, told }: ISinceThen): JSX.Element | null {
  const { trans } = useDrawing();
  const items = trace.since_then;
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
              <bdi>{item.actor}</bdi> · <time dateTime={item.at}>{moment(item.at)}</time>
            </p>
            <Said text={item.text} sentence={told?.sentence ?? ''} />
            {item.kind === 'score' && <Score score={readScore(item.data)} />}
            {item.kind === 'merged' && (
              <Graph picture={mergePicture(trace)} label={trans.__('Picture: before and after')} />
            )}
            {item.request && <Asked request={item.request} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What somebody wrote. Where it only repeats the verdict's sentence, that part is folded. */
function Said({ text, sentence }: { text: string; sentence: string }): JSX.Element {
  const whole = <p className="jp-AssembleTrace-said">{text}</p>;
  const at = sentence ? text.indexOf(sentence) : -1;
  return at > 0 ? (
    <Disclosure label={`${text.slice(0, at).trim()} …`}>{() => whole}</Disclosure>
  ) : (
    whole
  );
}

/** The exchange by which it was done, where it was done from here. */
function Asked({ request }: { request: Request }): JSX.Element {
  const { trans } = useDrawing();
  return (
    <Disclosure
      className="jp-AssembleTrace-requests"
      label={trans.__('What really happened: %1 request', 1)}
    >
      {() => <Exchange request={request} />}
    </Disclosure>
  );
}

function Score({ score }: { score: IScore | null }): JSX.Element | null {
  const { trans } = useDrawing();
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
        <bdi>{metric}</bdi> ·{' '}
        {higherIsBetter ? trans.__('higher is better') : trans.__('lower is better')}
      </p>
      {features.length > 0 && (
        <>
          <h4>{trans.__('Features that now stand together')}</h4>
          <ul>
            {features.map(feature => (
              <li key={`${feature.author}/${feature.name}`}>
                <bdi>{feature.name}</bdi>{' '}
                <span className="jp-AssembleTrace-note">
                  <bdi>{feature.author}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
