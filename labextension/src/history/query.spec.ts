import { describe, expect, it } from 'vitest';

import { asked, howMany, NO_FILTERS, spoken } from './query';

describe('asked', () => {
  it('asks for nothing that is empty', () => {
    const nothing = { text: '', path: 'A.ipynb', step: null, error: null };
    expect(asked(NO_FILTERS, 'A.ipynb')).toEqual({ ...nothing, project: null, shelf: null });
  });

  it('asks for an outcome by status and verdict', () => {
    expect(asked({ ...NO_FILTERS, outcome: 'moving' }, null)).toMatchObject({
      status: ['running', 'waiting']
    });
    expect(asked({ ...NO_FILTERS, outcome: 'rejected', text: ' lot ' }, null)).toMatchObject({
      verdict: 'rejected',
      text: 'lot'
    });
  });
});

describe('howMany', () => {
  it('counts what is set beside the text', () => {
    expect(howMany({ ...NO_FILTERS, text: 'lot' })).toBe(0);
    expect(howMany({ ...NO_FILTERS, step: 'push', shelf: 'kept' })).toBe(2);
  });
});

describe('spoken', () => {
  it('makes words of a code', () => {
    expect(spoken('feature_rejected')).toBe('Feature rejected');
  });
});
