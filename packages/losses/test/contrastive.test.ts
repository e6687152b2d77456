import { describe, expect, it } from '@jest/globals';
import { contrastive } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('contrastive', { create: contrastive, absolute: 1e-6 });
describeDerivatives('contrastive', contrastive({ margin: 2 }), {
  targets: [1, 0],
  values: [
    [0.5, 0.25, -1, 1],
    [1, 0.25, 0.5, -0.5],
  ],
});

describe('contrastive', () => {
  it('has no slope for two points that are the same, and should not be', async () => {
    const { loss, slopes } = await lossAt(contrastive({ margin: 3 }), [0], [[1, 2, 1, 2]]);
    expect(loss).toBe(4.5);
    expect(slopes.map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('refuses outputs that are no pairs, and targets that are neither 0 nor 1', () => {
    expect(() => contrastive.checkTargets?.({ data: [0], shape: [1] }, [3])).toThrow(
      'option loss, contrastive: expected outputs of shape [2 · d], the coordinates of two points one after the other, got a network with outputs of shape [3].',
    );
    expect(() => contrastive.checkTargets?.({ data: [0, -1], shape: [2] }, [4])).toThrow(
      'targets for contrastive: expected values between 0 and 1, got -1 in sample 1.',
    );
  });
});
