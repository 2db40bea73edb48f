import React from 'react';

import { useDrawing } from '../env';
import type { IDot, ILabel, ILane, IScene, Mark } from './graph';
import { emptyLane, laneName } from './graphwords';
import { columnX, dotBefore, END, fit, LANE, laneY, WIDTH } from './layout';
import { short } from './words';

/** A place's name and its line; without commits, a word that says so. */
export function Lane({ lane, scene }: { lane: ILane; scene: IScene }): JSX.Element {
  const { trans } = useDrawing();
  const y = laneY(scene, lane.key);
  const name = laneName(lane.key, trans);
  const empty = scene.dots.some(dot => dot.lane === lane.key) ? null : emptyLane(lane, trans);
  return (
    <g className="jp-mod-lane" data-lane={lane.key} data-state={lane.state}>
      <text x="2" y={y - 15}>
        <tspan className="jp-mod-strong">{name}</tspan>
        {lane.repository && (
          <tspan className="jp-mod-dim" dx="6">
            {fit(lane.repository, END - 14 - name.length * 6)}
          </tspan>
        )}
      </text>
      <line x1="2" x2={END} y1={y} y2={y} />
      {empty && (
        <text className="jp-mod-dim" x="10" y={y + 16}>
          {empty}
        </text>
      )}
    </g>
  );
}

/** A commit, joined with the one before it. What is new has a ring, what is gone is hollow. */
export function Dot({ dot, scene }: { dot: IDot; scene: IScene }): JSX.Element {
  const x = columnX(dot.column);
  const y = laneY(scene, dot.lane);
  const before = dotBefore(scene, dot);
  const judged = dot.verdict === null ? '' : dot.verdict === 'accepted' ? ' ✓' : ' ✗';
  return (
    <g className={`jp-mod-dot jp-mod-${dot.kind}`} data-commit={dot.commit} data-mark={dot.mark}>
      {before && <line x1={columnX(before.column) + 6} x2={x - 6} y1={y} y2={y} />}
      {(dot.mark === 'new' || dot.mark === 'changed') && (
        <circle className="jp-mod-ring" cx={x} cy={y} r="9" />
      )}
      <circle cx={x} cy={y} r="5.5" />
      {dot.kind !== 'base' && dot.mark !== 'gone' && (
        <text className="jp-mod-id" x={x} y={y + 22} textAnchor="middle">
          {short(dot.commit)}
          {judged}
        </text>
      )}
    </g>
  );
}

const SIGNS: Record<NonNullable<Mark>, string> = { new: '+ ', changed: '→ ', gone: '− ' };

/** The width of a character in a label, on average. */
const PITCH = 6.5;

/** A branch's name: yours beside its commit, the project's own below it. */
export function Label({ label, scene }: { label: ILabel; scene: IScene }): JSX.Element {
  const x = columnX(label.column) + (label.mine ? 12 : -17);
  const merged = scene.dots.some(dot => dot.kind === 'merge' && dot.commit === label.commit);
  const y = laneY(scene, label.lane) + (label.mine ? 0 : merged ? -14 : 19);
  const room = label.mine ? END - x : 54;
  const text = fit(`${label.mark ? SIGNS[label.mark] : ''}${label.branch}`, room - 12, PITCH);
  const width = Math.min(room, text.length * PITCH + 12);
  return (
    <g className="jp-mod-label" data-branch={label.branch} data-mark={label.mark}>
      <rect x={x} y={y - 8} width={width} height="16" rx="8" />
      <text x={x + width / 2} y={y + 4} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

/** The pull request: an arrow from your branch to the upstream. */
export function Pull({ scene }: { scene: IScene }): JSX.Element | null {
  const { pull } = scene;
  const from = scene.labels.find(label => label.mine && label.lane !== 'here');
  if (!pull) {
    return null;
  }
  const top = laneY(scene, 'upstream');
  const bottom = from && from.lane !== 'upstream' ? laneY(scene, from.lane) : top + LANE;
  const right = WIDTH - 8;
  const number = pull.number === null ? 'PR' : `#${pull.number}`;
  const crossed = pull.state === 'closed' ? '✗ ' : pull.state === 'merged' ? '✓ ' : '';
  return (
    <g className="jp-mod-pull" data-pull={pull.state} data-mark={pull.mark}>
      <path className="jp-mod-line" d={`M${END} ${bottom}H${right}V${top}H${END + 6}`} />
      <path className="jp-mod-head" d={`M${END + 8} ${top - 4}L${END + 1} ${top}l7 4z`} />
      <text x={right - 6} y={top + 20} textAnchor="end">
        {`${pull.mark ? SIGNS[pull.mark] : ''}${crossed}${number}`}
      </text>
    </g>
  );
}
