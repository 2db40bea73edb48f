import type { TranslationBundle } from '@jupyterlab/translation';

import { stepName } from '../trace/words';
import type { Mark } from '../wire';

/** What a mark is called. */
export function markName({ key }: Mark, trans: TranslationBundle): string {
  return key === 'since' ? trans.__('Since then') : stepName(key, trans);
}

/** Seconds as players write them. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds + 0.05);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** How long nothing happened, in the two largest of its units. */
export function waited(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const units: [string, number][] = [
    ['d', Math.floor(whole / 86400)],
    ['h', Math.floor(whole / 3600) % 24],
    ['min', Math.floor(whole / 60) % 60],
    ['s', whole % 60]
  ];
  const first = units.findIndex(([, count]) => count > 0);
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit}`)
    .join(' ');
}
