import type { LessonKind } from '../client';

/** How deep a page explains: what happens, why so, and what git or the forge really does. */
export type Depth = 'what' | 'why' | 'inside';

export const DEPTHS: readonly Depth[] = ['what', 'why', 'inside'];

/** A page by its kind and name, such as `steps/push`. */
export type LessonName = `${LessonKind}/${string}`;

const HEADING = /^##[ \t]+(What|Why|Inside)[ \t]*$/;

/** The parts of a page by their headings. What stands before the first one is left out. */
export function partsOf(page: string): Partial<Record<Depth, string>> {
  const parts: Partial<Record<Depth, string>> = {};
  let depth: Depth | null = null;
  let fenced = false;
  for (const line of page.split(/\r?\n/)) {
    fenced = line.startsWith('```') ? !fenced : fenced;
    const heading = fenced ? null : HEADING.exec(line);
    if (heading) {
      depth = heading[1].toLowerCase() as Depth;
      parts[depth] = '';
    } else if (depth) {
      parts[depth] += `${line}\n`;
    }
  }
  for (const one of DEPTHS) {
    parts[one] = parts[one]?.trim();
  }
  return parts;
}

/** The term that a link leads to; `null` for any other link. Terms name each other directly. */
export function termOf(href: string, withinGlossary = false): string | null {
  const place = withinGlossary ? /^([a-z0-9_-]+)\.md$/ : /^\.\.\/glossary\/([a-z0-9_-]+)\.md$/;
  return place.exec(href)?.[1] ?? null;
}

/** A term's text without its heading, for a place that names the term already. */
export function meaningOf(page: string): string {
  return page.replace(/^# .*\n+/, '');
}
