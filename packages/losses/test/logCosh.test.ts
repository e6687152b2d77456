import { describe, expect, it } from '@jest/globals';
import { logCosh } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('logCosh');
describeDerivatives('logCosh', logCosh, { targets: [[0.5, -1, 3]], values: [[1, 1.25, 2.75]] });

describe('logCosh', () => {
  it.each([
    [1e-12, 5e-25, 1e-12],
    [1e-3, 4.99999916e-7, 9.99999667e-4],
    [-1e30, 1e30, -1],
  ])('keeps its digits for an error of %d', async (error, expected, slope) => {
    const { loss, slopes } = await lossAt(logCosh, [[0]], [[error]]);
    expect(loss / expected).toBeCloseTo(1, 5);
    expect((slopes[0] as number) / slope).toBeCloseTo(1, 5);
  });
});
