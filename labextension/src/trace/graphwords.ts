import type { TranslationBundle } from '@jupyterlab/translation';

import type { IDot, ILabel, ILane, IPicture, IScene, LaneKey } from './graph';
import { short } from './words';

export function laneName(key: LaneKey, trans: TranslationBundle): string {
  const names: Record<LaneKey, string> = {
    upstream: trans.__('Upstream'),
    fork: trans.__('Your fork'),
    here: trans.__('Here')
  };
  return names[key];
}

/** What stands in a lane without commits. */
export function emptyLane({ key, state }: ILane, trans: TranslationBundle): string | null {
  if (state === 'there') {
    return null;
  }
  if (state === 'unknown') {
    return trans.__('there since earlier');
  }
  return key === 'here' ? trans.__('nothing yet') : trans.__('not there yet');
}

/** A scene in words, lane by lane. */
export function describe(scene: IScene, trans: TranslationBundle): string {
  const lanes = scene.lanes.map(lane => {
    const labels = scene.labels.filter(one => one.lane === lane.key && one.mark !== 'gone');
    const branches = labels.map(one =>
      trans.__('branch %1 at commit %2', one.branch, short(one.commit))
    );
    const verdict = scene.dots.find(one => one.lane === lane.key && one.verdict)?.verdict;
    const said = [...branches, verdict ? verdictWord(verdict, trans) : ''].filter(Boolean);
    const content = said.length > 0 ? said.join(', ') : emptyLane(lane, trans);
    const name = [laneName(lane.key, trans), lane.repository].filter(Boolean).join(' ');
    return trans.__('%1: %2.', name, content ?? trans.__('no branch of yours'));
  });
  const { pull } = scene;
  return [...lanes, pull ? `${pullWords(pull.number, pull.state, trans)}.` : '']
    .filter(Boolean)
    .join(' ');
}

/** What changes from one scene to the other, a sentence for each thing. */
export function sentences(picture: IPicture, trans: TranslationBundle): string[] {
  const { before, after, kind } = picture;
  if (kind === 'same') {
    return [trans.__('This step changes nothing in any of these places.')];
  }
  if (kind === 'broken' || !after) {
    return [trans.__('This step did not finish. The picture shows how it was before.')];
  }
  const said = after.lanes
    .filter(lane => lane.state === 'there' && stateIn(before, lane.key) === 'missing')
    .filter(lane => lane.key !== 'here')
    .map(lane => trans.__('Your fork %1 is there.', lane.repository ?? ''));
  said.push(...after.dots.map(dot => dotChange(dot, trans)));
  said.push(...after.labels.map(label => labelChange(label, trans)));
  if (after.pull?.mark) {
    said.push(`${pullWords(after.pull.number, after.pull.state, trans)}.`);
  }
  return said.filter(Boolean);
}

function dotChange({ kind, lane, mark, commit, verdict }: IDot, trans: TranslationBundle): string {
  const place = laneName(lane, trans);
  if (mark === 'changed' && verdict) {
    return trans.__('%1: commit %2 is %3.', place, short(commit), verdictWord(verdict, trans));
  }
  if (mark !== 'new' || (kind !== 'yours' && kind !== 'merge')) {
    return '';
  }
  return kind === 'merge'
    ? trans.__('%1: commit %2 takes your work in.', place, short(commit))
    : trans.__('%1: your commit %2 is new.', place, short(commit));
}

function labelChange({ lane, branch, commit, mark }: ILabel, trans: TranslationBundle): string {
  const place = laneName(lane, trans);
  switch (mark) {
    case 'new':
      return trans.__('%1: branch %2 points to commit %3.', place, branch, short(commit));
    case 'changed':
      return trans.__('%1: branch %2 moved on to commit %3.', place, branch, short(commit));
    case 'gone':
      return trans.__('%1: branch %2 is gone.', place, branch);
    default:
      return '';
  }
}

/** The pull request as it stands. */
export function pullWords(
  number: number | null,
  state: 'open' | 'closed' | 'merged',
  trans: TranslationBundle
): string {
  const name =
    number === null ? trans.__('The pull request') : trans.__('Pull request #%1', number);
  switch (state) {
    case 'open':
      return trans.__('%1 is open', name);
    case 'closed':
      return trans.__('%1 is closed', name);
    case 'merged':
      return trans.__('%1 is merged', name);
  }
}

function verdictWord(verdict: 'accepted' | 'rejected', trans: TranslationBundle): string {
  return verdict === 'accepted' ? trans.__('accepted') : trans.__('rejected');
}

function stateIn(scene: IScene, key: LaneKey): ILane['state'] {
  return scene.lanes.find(lane => lane.key === key)?.state ?? 'missing';
}
