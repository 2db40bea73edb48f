/** What the forge and its maintainers say of a submission, as the panel reads it. */

import { list, number, object, text } from '../common/loose';

export interface IContributor {
  name: string;
  author: string;
}

/** What a project's score was before and after a merge. */
export interface IScore {
  metric: string;
  before: number | null;
  after: number;
  higherIsBetter: boolean;
  features: IContributor[];
}

/** One check run as the forge shows it. */
export interface ICheckRun {
  name: string;
  /** The stage that it is, if it is one. */
  key: string;
  status: string;
  conclusion: string | null;
  title: string;
}

export function readCheckRuns(value: unknown): ICheckRun[] {
  return list(value).map(run => ({
    name: text(run.name),
    key: text(run.key),
    status: text(run.status),
    conclusion: text(run.conclusion) || null,
    title: text(run.title)
  }));
}

export function readScore(value: unknown): IScore | null {
  const data = object(value);
  const after = number(data?.score_after);
  if (!data || after === null) {
    return null;
  }
  return {
    metric: text(data.metric),
    before: number(data.score_before),
    after,
    higherIsBetter: data.higher_is_better === true,
    features: list(data.features).map(item => ({
      name: text(item.name),
      author: text(item.author)
    }))
  };
}
