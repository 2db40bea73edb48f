import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { plan, traceView } from '../testing';
import type { StepRecord, Trace } from '../wire';
import { IPicture, IScene, mergePicture, stepPicture } from './graph';
import { describe as inWords, sentences } from './graphwords';
import type { StepKey } from './reading';

const trans = nullTranslator.load('assemble_trace');
const [BASE, EARLIER, MINE] = ['b', 'a', 'c'].map(one => one.repeat(40));
const pull_request = { repository: 'ames/houses', number: 3 };

/** A submission whose steps up to a key have passed. */
function upTo(key: StepKey | null, change: Partial<Trace> = {}): Trace {
  const { trace } = traceView({ plan: plan(), ...change });
  const last = trace.steps.findIndex(step => step.key === key);
  const steps = trace.steps.map((step, index): StepRecord => ({
    ...step,
    status: index <= last ? 'passed' : 'pending'
  }));
  return { ...trace, steps };
}

/** A withdrawal of an open pull request, both steps done. */
function withdrawal(): Trace {
  const step = (key: StepKey): StepRecord => ({ key, title: '', purpose: '', status: 'passed' });
  const steps = [step('close'), step('delete_branch')];
  return traceView({ kind: 'withdraw', plan: plan(), commit: MINE, pull_request, steps }).trace;
}

const branches = ({ labels }: IScene): string[] =>
  labels.map(({ lane, branch, commit, mark }) => `${lane} ${branch} ${commit[0]} ${mark}`);
const commits = ({ dots }: IScene): string[] =>
  dots.map(({ lane, commit, mark }) => `${lane} ${commit[0]} ${mark}`);

function drawn(picture: IPicture | null): { before: IScene; after: IScene; kind: string } {
  expect(picture?.after).toBeTruthy();
  return picture as { before: IScene; after: IScene; kind: string };
}

describe('stepPicture', () => {
  it('has nothing to draw without a plan', () => {
    expect(stepPicture(traceView().trace, 'push')).toBeNull();
    expect(stepPicture(upTo('ci'), 'close')).toBeNull();
  });

  it('shows a fork appear', () => {
    const { before, after, kind } = drawn(stepPicture(upTo('fork'), 'fork'));
    expect(kind).toBe('happened');
    expect(before.lanes.map(lane => lane.state)).toEqual(['there', 'missing', 'missing']);
    expect(after.lanes.map(lane => lane.state)).toEqual(['there', 'there', 'missing']);
    expect(branches(after)).toEqual(['upstream main b null', 'fork main b new']);
  });

  it('knows nothing of what an older fork holds', () => {
    const { before } = drawn(
      stepPicture(upTo(null, { plan: plan({ fork_exists: true }) }), 'fork')
    );
    expect(before.lanes[1].state).toBe('unknown');
    expect(commits(before)).toEqual(['upstream b null']);
  });

  it('shows the branch move on to the new commit, here and nowhere else', () => {
    const { before, after } = drawn(stepPicture(upTo('commit'), 'commit'));
    expect(branches(before)).toContain('here rooms-1 b null');
    expect(branches(after)).toContain('here rooms-1 c changed');
    expect(commits(after)).toEqual(['upstream b null', 'fork b null', 'here b null', 'here c new']);
  });

  it('shows what is planned as planned', () => {
    const { before, after, kind } = drawn(stepPicture(upTo('commit'), 'push'));
    expect(kind).toBe('planned');
    expect(commits(before)).not.toContain('fork c null');
    expect(branches(after)).toContain('fork rooms-1 c new');
  });

  it('shows the pull request and the verdict', () => {
    const trace = upTo('ci', { pull_request, verdict: 'rejected' });
    const opened = drawn(stepPicture(trace, 'pull_request'));
    expect(opened.before.pull).toBeNull();
    expect(opened.after.pull).toEqual({ number: 3, state: 'open', mark: 'new' });
    const judged = drawn(stepPicture(trace, 'ci'));
    const dot = judged.after.dots.find(one => one.lane === 'fork' && one.commit === MINE);
    expect(dot).toMatchObject({ verdict: 'rejected', mark: 'changed' });
  });

  it('adds a second commit to the same branch and pull request', () => {
    const revised = plan({ parent: EARLIER, follows: pull_request, fork_exists: true });
    const trace = upTo('push', { kind: 'revise', plan: revised, pull_request });
    const { before, after } = drawn(stepPicture(trace, 'push'));
    expect(branches(before)).toContain('fork rooms-1 a null');
    expect(branches(after)).toContain('fork rooms-1 c changed');
    expect(commits(after)).toContain('fork a null');
    expect(after.pull).toEqual({ number: 3, state: 'open', mark: null });
  });

  it('closes the pull request and takes the branch away, and leaves the fork', () => {
    const closed = drawn(stepPicture(withdrawal(), 'close'));
    expect(closed.after.pull).toEqual({ number: 3, state: 'closed', mark: 'changed' });
    const deleted = drawn(stepPicture(withdrawal(), 'delete_branch'));
    expect(branches(deleted.after)).toContain('fork rooms-1 c gone');
    expect(deleted.after.lanes[1]).toMatchObject({ key: 'fork', state: 'there' });
  });

  it('draws one scene where nothing changes', () => {
    expect(stepPicture(upTo('ci'), 'lint')).toMatchObject({ kind: 'same', after: null });
    const trace = upTo('push');
    trace.steps[4].outcome = { Sent: 'it was there already' };
    expect(stepPicture(trace, 'push')).toMatchObject({ kind: 'same', after: null });
  });

  it('never shows what a step that failed did not reach', () => {
    const trace = upTo('commit');
    trace.steps[4].status = 'failed';
    const picture = stepPicture(trace, 'push');
    expect(picture).toMatchObject({ kind: 'broken', after: null });
    expect(commits(picture!.before)).not.toContain('fork c null');
  });

  it('puts the branch into the upstream of who owns it', () => {
    const trace = upTo('push', { plan: plan({ fork: 'ames/houses', fork_exists: true }) });
    const { after } = drawn(stepPicture(trace, 'push'));
    expect(after.lanes.map(lane => lane.key)).toEqual(['upstream', 'here']);
    expect(branches(after)).toContain('upstream rooms-1 c new');
  });
});

describe('mergePicture', () => {
  const at = '2026-11-22T10:00:00Z';

  it('waits until the commit is known', () => {
    const merged = { at, kind: 'merged', actor: 'bot', text: '', key: 'merged-2026' } as const;
    const trace = upTo('ci', { pull_request, since_then: [merged] });
    expect(mergePicture(trace)).toBeNull();
    const key = `score-${'e'.repeat(40)}`;
    trace.since_then.push({ at, kind: 'score', actor: 'CI', text: '', key });
    const { after } = drawn(mergePicture(trace));
    expect(commits(after)).toContain('upstream e new');
    expect(branches(after)).toContain('upstream main e changed');
    expect(after.pull?.state).toBe('merged');
  });
});

describe('a picture in words', () => {
  it('says what is where', () => {
    const { after } = drawn(stepPicture(upTo('push', { pull_request }), 'pull_request'));
    expect(inWords(after, trans)).toBe(
      'Upstream ames/houses: branch main at commit bbbbbbb. ' +
        'Your fork learner/houses: branch main at commit bbbbbbb, ' +
        'branch rooms-1 at commit ccccccc. ' +
        'Here: branch rooms-1 at commit ccccccc. Pull request #3 is open.'
    );
  });

  it('says what changes', () => {
    const picture = stepPicture(upTo('push'), 'push');
    expect(sentences(picture!, trans)).toEqual([
      'Your fork: your commit ccccccc is new.',
      'Your fork: branch rooms-1 points to commit ccccccc.'
    ]);
    expect(sentences(stepPicture(upTo('ci'), 'lint')!, trans)).toHaveLength(1);
  });

  it('keeps the base in mind', () => {
    const { after } = drawn(stepPicture(upTo('fork'), 'fork'));
    expect(after.dots.every(dot => dot.commit === BASE && dot.kind === 'base')).toBe(true);
  });
});
