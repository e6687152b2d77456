import { describe, expect, it } from '@jest/globals';
import { dice } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('dice', { create: dice });
describeDerivatives('dice', dice, { targets: [[1, 0, 1]], values: [[0.5, 0.25, 0.75]] });

describe('dice', () => {
  it('costs nothing where an empty mask was found empty, nor where a mask was found exactly', async () => {
    expect((await lossAt(dice, [[0, 0]], [[0, 0]])).loss).toBe(0);
    expect((await lossAt(dice, [[1, 0]], [[1, 0]])).loss).toBe(0);
  });

  it('refuses a smooth of 0, for which an empty mask has no loss', () => {
    expect(() => dice({ smooth: 0 })).toThrow('dice, smooth: expected a number above 0, got 0.');
  });
});
