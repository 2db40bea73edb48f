import { describe, expect, it } from 'vitest';

import { clockTime, waited } from './words';

describe('time in the player', () => {
  it('is written as players write it', () => {
    expect([0, 9.2, 59.97, 61, 600].map(clockTime)).toEqual([
      '0:00',
      '0:09',
      '1:00',
      '1:01',
      '10:00'
    ]);
  });

  it('that was left out is said in its two largest units', () => {
    expect([0.6, 41, 60, 75, 3600, 7325, 90061].map(waited)).toEqual([
      '1 s',
      '41 s',
      '1 min',
      '1 min 15 s',
      '1 h',
      '2 h 2 min',
      '1 d 1 h'
    ]);
  });
});
