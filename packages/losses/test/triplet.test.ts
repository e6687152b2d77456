import { describe, expect, it } from '@jest/globals';
import { triplet } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('triplet', { create: triplet, absolute: 3e-5 });
describeDerivatives('triplet', triplet({ margin: 2 }), {
  targets: [0, 0, 1, 1],
  values: [
    [0.5, 0.25],
    [-1, 1],
    [0.75, -1],
    [1.5, 0.5],
  ],
});

describe('triplet', () => {
  it.each([
    ['of the only class', [7, 7, 7]],
    ['alone in their classes', [0, 1, 2]],
  ])('is 0 for samples %s', async (_, labels) => {
    expect(await lossAt(triplet, labels, [[1], [2], [4]])).toEqual({ loss: 0, slopes: [0, 0, 0] });
  });

  it('takes a column of class numbers as well', async () => {
    const points = [[1], [2], [1.5]];
    expect(await lossAt(triplet, [[0], [0], [1]], points)).toEqual(await lossAt(triplet, [0, 0, 1], points));
  });

  it('refuses labels that are no whole numbers', () => {
    expect(() => triplet.checkTargets?.({ data: [0, 0.5], shape: [2] }, [2])).toThrow(
      'targets for triplet: expected class numbers, got 0.5 in sample 1.',
    );
  });
});
