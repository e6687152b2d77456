import { describe, expect, it } from '@jest/globals';
import { rmse } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('rmse');
describeDerivatives('rmse', rmse, {
  targets: [
    [0.5, -1],
    [2, 0],
  ],
  values: [
    [1, 1.25],
    [-0.5, 0.75],
  ],
});

describe('rmse', () => {
  it('is the root for the batch, and not a mean of roots', async () => {
    const { loss } = await lossAt(rmse, [[0], [0]], [[6], [8]]);
    expect(loss).toBeCloseTo(Math.sqrt(50), 5);
  });

  it('has no slope where the outputs are exact', async () => {
    const { loss, slopes } = await lossAt(rmse, [[1, 2]], [[1, 2]]);
    expect([loss, ...slopes]).toEqual([0, 0, 0]);
  });
});
