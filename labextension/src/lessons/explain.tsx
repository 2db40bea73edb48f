import React from 'react';

import type { Explain } from '../env';
import { CheckLesson } from './CheckLesson';
import { Lesson } from './Lesson';

/** The pages as the server has them. */
export const explain: Explain = (kind, name, meanwhile) =>
  kind === 'checks' ? (
    <CheckLesson name={name} />
  ) : (
    <Lesson kind={kind} name={name} meanwhile={meanwhile} />
  );
