import React from 'react';

import { useEnv } from '../env';
import type { Point } from '../wire';

interface IPoints {
  points: readonly Point[];
  names: readonly [left: string, right: string];
}

/** What both have of some things, a row each. What differs is marked, and said to be. */
export function Points({ points, names }: IPoints): JSX.Element {
  const { trans } = useEnv();
  return (
    <ul className="jp-AssembleTrace-points">
      {points.map(({ what, left, right, same }) => (
        <li key={what} data-point={what} data-same={same}>
          <span className="jp-AssembleTrace-what">
            {what}
            {!same && <span className="jp-AssembleTrace-unseen">{trans.__('(differs)')}</span>}
          </span>
          {[left, right].map((value, at) => (
            <span key={at}>
              <span className="jp-AssembleTrace-whose">
                <bdi>{names[at]}</bdi>
              </span>{' '}
              {value ?? (
                <>
                  <span aria-hidden="true">–</span>
                  <span className="jp-AssembleTrace-unseen">{trans.__('nothing')}</span>
                </>
              )}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
