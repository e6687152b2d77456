import { describe, expect, it } from '@jest/globals';
import { poisson } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('poisson', { create: poisson, absolute: 1e-5 });
describeDerivatives('poisson', poisson, { targets: [[0, 1, 3]], values: [[1, 1.25, 2.75]] });
describeDerivatives('poisson of logarithms', poisson({ logInput: true }), {
  targets: [[0, 1, 3]],
  values: [[-0.5, 0.25, 1]],
});

describe('poisson', () => {
  it('is finite for a rate of 0, and its slope leads upwards', async () => {
    const { loss, slopes } = await lossAt(poisson, [[1000, 0]], [[0, 0]]);
    expect(loss).toBeCloseTo((1000 * 64 * Math.LN2) / 2, 1);
    expect(slopes).toEqual([-1000 * 2 ** 63, 0.5]);
  });

  it('refuses negative counts', () => {
    expect(() => poisson.checkTargets?.({ data: [0, 1, -1, 0], shape: [2, 2] }, [2])).toThrow(
      'targets for poisson: expected counts or rates, from 0, got -1 in sample 1.',
    );
  });

  it('refuses options that are not its own', () => {
    expect(() => poisson({ logInput: 1 as unknown as boolean })).toThrow('poisson, logInput');
    expect(() => poisson({ full: true } as object)).toThrow("got 'full'");
  });
});
