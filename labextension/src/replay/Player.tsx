import React, { KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';

import { Glyph } from '../common/Glyph';
import { useDrawing } from '../env';
import { useSignal } from '../hooks';
import { moment } from '../trace/words';
import type { Replay } from '../wire';
import { stepAt, traceAt } from './at';
import { Controls } from './Controls';
import { useFollowing } from './following';
import { actionOf } from './keys';
import { PlayerModel } from './model';
import { Now } from './Now';
import { Stage } from './Stage';

interface IPlayer {
  replay: Replay;
  /** Whether it plays by itself from the start, where nobody asked for less motion. */
  starts?: boolean;
  /** Whether the page around it says which submission this is. */
  titled?: boolean;
  /** Leave it; without this there is no way out, since there is nothing else. */
  onClose?: () => void;
}

/** A submission played back: what was there at each moment, drawn as it was drawn then. */
export function Player({ replay, starts = false, titled = false, onClose }: IPlayer): JSX.Element {
  const { trans } = useDrawing();
  const player = useMemo(() => new PlayerModel(replay), [replay]);
  const { index, over } = useSignal(player.changed, () => player.state);
  const view = useMemo(() => traceAt(replay, player.position), [replay, player, index, over]);
  const step = stepAt(replay, index);
  const root = useRef<HTMLElement>(null);
  const [cards, setCards] = useState<Record<string, boolean>>({});
  const follow = useFollowing(root, player);
  useEffect(() => {
    if (starts && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      player.play();
    }
    return () => player.dispose();
  }, [player, starts]);
  const press = (event: KeyboardEvent): void => {
    const { key, metaKey, target } = event;
    const within = (selector: string): boolean =>
      target instanceof Element && target.matches(selector);
    const action = actionOf({ key, metaKey, within });
    if (action) {
      event.preventDefault();
      player[action]();
    }
  };
  const { trace } = view;
  return (
    <section
      ref={root}
      className="jp-AssembleTrace-player"
      data-replay={trace.id}
      aria-label={trans.__('Replay of %1', trace.short_id)}
      onKeyDown={press}
      {...follow}
    >
      <header className={titled ? 'jp-AssembleTrace-unseen' : undefined}>
        <h2>
          {titled
            ? trans.__('Replay')
            : (trace.plan?.title ?? trans.__('A cell that was not sent'))}
        </h2>
        {onClose && (
          <button
            type="button"
            className="jp-AssembleTrace-close"
            data-action="close-replay"
            title={trans.__('Close the replay')}
            aria-label={trans.__('Close the replay')}
            onClick={onClose}
          >
            <Glyph name="close" />
          </button>
        )}
        <p className="jp-AssembleTrace-note">
          {trans.__('Replay of %1', trace.short_id)} ·{' '}
          <time dateTime={trace.created_at}>{moment(trace.created_at)}</time>
        </p>
      </header>
      <Controls player={player} steps={trace.steps} />
      <Now replay={replay} index={index} />
      <Stage
        player={player}
        view={view}
        step={step}
        cards={cards}
        onToggle={(key, open) => setCards(before => ({ ...before, [key]: open }))}
      />
    </section>
  );
}
