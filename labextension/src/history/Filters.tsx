import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { stepName } from '../trace/words';
import { IFilters, OutcomeKey, spoken } from './query';

type Choice = readonly [value: string, label: string];
type StepFilter = Exclude<IFilters['step'], ''>;

const STEPS: readonly StepFilter[] = [
  'lint',
  'fork',
  'branch',
  'commit',
  'push',
  'pull_request',
  'ci',
  'close',
  'delete_branch'
];

/** What is known of submissions, to choose from. A choice that nobody has is not offered. */
export function Filters(): JSX.Element {
  const { history, trans } = useEnv();
  const { filters, projects, errors } = useSignal(history.changed, () => history.state);
  const outcomes: Record<OutcomeKey, string> = {
    accepted: trans.__('Accepted'),
    rejected: trans.__('Rejected'),
    unjudged: trans.__('Submitted, without a verdict'),
    moving: trans.__('On its way'),
    paused: trans.__('Paused'),
    interrupted: trans.__('Interrupted'),
    cancelled: trans.__('Cancelled'),
    failed: trans.__('Not submitted')
  };
  return (
    <>
      <Select name="outcome" label={trans.__('Outcome')} choices={Object.entries(outcomes)} />
      <Select
        name="step"
        label={trans.__('Last step')}
        choices={STEPS.map(key => [key, stepName(key, trans)])}
      />
      <Select
        name="error"
        label={trans.__('Error')}
        choices={known(errors, filters.error).map(code => [code, spoken(code)])}
      />
      <Select
        name="project"
        label={trans.__('Project')}
        choices={known(projects, filters.project).map(name => [name, name])}
      />
      <Select
        name="shelf"
        label={trans.__('Records')}
        anything={trans.__('Listed')}
        choices={[
          ['kept', trans.__('Kept')],
          ['archived', trans.__('Archived')]
        ]}
      />
    </>
  );
}

/** All that there are to choose from, and what is chosen already. */
function known(all: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || all.includes(chosen) ? all : [...all, chosen];
}

function Select({
  name,
  label,
  choices,
  anything
}: {
  name: Exclude<keyof IFilters, 'text'>;
  label: string;
  choices: readonly Choice[];
  anything?: string;
}): JSX.Element {
  const { history, trans } = useEnv();
  const value = useSignal(history.changed, () => history.state.filters[name]);
  return (
    <label>
      <span>{label}</span>
      <select
        data-filter={name}
        value={value}
        data-set={value !== ''}
        onChange={event => history.look({ [name]: event.target.value })}
      >
        <option value="">{anything ?? trans.__('Any')}</option>
        {choices.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
