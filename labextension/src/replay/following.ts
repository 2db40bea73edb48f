import { RefObject, useEffect, useRef } from 'react';

import { useSignal } from '../hooks';
import { stepAt } from './at';
import type { PlayerModel } from './model';

interface IFollowing {
  onWheel: () => void;
  onTouchMove: () => void;
}

/** Keeps what is played in sight. Whoever scrolls away is left alone until the next step. */
export function useFollowing(root: RefObject<HTMLElement>, player: PlayerModel): IFollowing {
  const { index, over } = useSignal(player.changed, () => player.state);
  const { kind } = player.replay.moments[index] ?? {};
  const place = kind === 'since' ? 'since' : stepAt(player.replay, index);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
  }, [place]);
  useEffect(() => {
    // A thousand of them may come; where things are is not asked for each.
    if (kind === 'request' || left.current || place === null) {
      return;
    }
    const shown = root.current?.querySelector(placeOf(place));
    if (shown) {
      const above = root.current?.querySelector('.jp-AssembleTrace-controls');
      const { top, bottom } = shown.getBoundingClientRect();
      const hidden = top < (above?.getBoundingClientRect().bottom ?? 0);
      if (hidden || bottom > window.innerHeight) {
        shown.scrollIntoView({ block: 'start', behavior: motion() });
      }
    }
  }, [root, index, over, place, kind]);
  const leave = (): void => {
    left.current = true;
  };
  return { onWheel: leave, onTouchMove: leave };
}

function placeOf(place: string): string {
  return place === 'since' ? '.jp-AssembleTrace-since li:last-child' : `[data-step="${place}"]`;
}

/** Whether the page may glide. */
function motion(): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
}
