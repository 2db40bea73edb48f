import React, { useLayoutEffect, useRef } from 'react';

import { typedAt } from './at';
import type { PlayerModel } from './model';

/** A line that appears as it is typed, letter by letter; at once where less motion is wanted. */
export function Typed({ player, text }: { player: PlayerModel; text: string }): JSX.Element {
  const typed = useRef<HTMLSpanElement>(null);
  const rest = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const letters = [...text];
    let shown = -1;
    const draw = (): void => {
      const { index } = player.state;
      const part = still ? 1 : typedAt(player.replay, index, player.position);
      const count = Math.round(part * letters.length);
      if (count !== shown && typed.current && rest.current) {
        shown = count;
        typed.current.textContent = letters.slice(0, count).join('');
        rest.current.textContent = letters.slice(count).join('');
      }
    };
    draw();
    player.moved.connect(draw);
    return () => {
      player.moved.disconnect(draw);
    };
  }, [player, text]);
  return (
    <>
      <span ref={typed} className="jp-AssembleTrace-typed" />
      <span ref={rest} className="jp-AssembleTrace-untyped" />
    </>
  );
}
