import { describe, expect, it } from '@jest/globals';
import { tripletMargin } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('tripletMargin', { create: tripletMargin, absolute: 3e-5 });
describeDerivatives('tripletMargin', tripletMargin({ margin: 2 }), {
  targets: [0, 0],
  values: [
    [0.5, 0.25, -1, 1, 0.75, -1],
    [1, 0.25, 0.5, -0.5, 2, 1],
  ],
});

describe('tripletMargin', () => {
  it('is the margin, without a slope, for three points that are the same', async () => {
    const { loss, slopes } = await lossAt(tripletMargin, [0], [[1, 1, 1]]);
    expect(loss).toBe(1);
    expect(slopes.map(Math.abs)).toEqual([0, 0, 0]);
  });

  it('refuses outputs that are no three points', () => {
    expect(() => tripletMargin.checkTargets?.({ data: [0], shape: [1] }, [4])).toThrow(
      'expected outputs of shape [3 · d]',
    );
  });
});
