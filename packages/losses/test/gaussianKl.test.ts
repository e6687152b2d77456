import { describe, expect, it } from '@jest/globals';
import { gaussianKl } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('gaussianKl', { absolute: 1e-6 });
describeDerivatives('gaussianKl', gaussianKl, {
  targets: [[0.5, -0.25, 0.25, -0.5]],
  values: [[0.25, 0.5, -0.25, 0.75]],
});

describe('gaussianKl', () => {
  it('of zeros as targets is the formula of Kingma & Welling', async () => {
    const [mean, logarithm] = [1.5, -0.75];
    const { loss } = await lossAt(gaussianKl, [[0, 0]], [[mean, logarithm]]);
    expect(loss).toBeCloseTo(-0.5 * (1 + logarithm - mean ** 2 - Math.exp(logarithm)), 6);
  });

  it('is 0, without a slope, where the distributions are the same', async () => {
    const rows = [[0.5, -1, 0.25, 2]];
    const { loss, slopes } = await lossAt(gaussianKl, rows, rows);
    expect([loss, ...slopes.map(Math.abs)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('refuses outputs without a logarithm for each mean', () => {
    expect(() => gaussianKl.checkTargets?.({ data: [0, 0, 0], shape: [1, 3] }, [3])).toThrow(
      'gaussianKl: expected outputs of as many means as logarithms of variances, [?, 2 k], got [?, 3].',
    );
  });
});
