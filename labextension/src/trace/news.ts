import { RefObject, useEffect, useRef, useState } from 'react';

import { useEnv } from '../env';
import type { IChange } from './reading';
import { markWord, stepName } from './words';

/** Says each change of a step aloud, and leads to a step that failed or stopped before it ran. */
export function useNews(root: RefObject<HTMLElement>): string {
  const { model, trans } = useEnv();
  const [news, setNews] = useState('');
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const tell = (_: unknown, { submission, step, status }: IChange): void => {
      const word = markWord(status, trans);
      setNews(
        step === null
          ? status === 'passed'
            ? trans.__('The feature was accepted.')
            : trans.__('The feature was rejected.')
          : trans.__('%1: %2', stepName(step, trans), word)
      );
      if (step !== null && model.isMine(submission)) {
        if (status === 'failed') {
          wanted.current = `[data-step="${step}"] button`;
        } else if (status === 'paused') {
          wanted.current = '[data-action="next"]';
        }
      }
    };
    model.stepChanged.connect(tell);
    return () => {
      model.stepChanged.disconnect(tell);
    };
  }, [model, trans, root]);
  // After each drawing: what is led to may not be there before.
  useEffect(() => {
    const button = wanted.current && root.current?.querySelector<HTMLElement>(wanted.current);
    if (button) {
      wanted.current = null;
      lead(root.current, button);
    }
  });
  return news;
}

/** Focus a button, unless the person is busy somewhere else. */
function lead(root: HTMLElement | null, button: HTMLElement): void {
  const active = document.activeElement;
  const free =
    active === null ||
    active === document.body ||
    root?.contains(active) ||
    active.closest('.jp-AssembleTrace-submitButton') !== null;
  const place = button.closest('[data-step]') ?? button;
  place.querySelector('h3')?.scrollIntoView({ block: 'nearest' });
  if (free && !(active instanceof HTMLTextAreaElement)) {
    button.focus();
  }
}
