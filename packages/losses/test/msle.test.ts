import { describe, expect, it } from '@jest/globals';
import { msle } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('msle');
describeDerivatives('msle', msle, { targets: [[0.5, 3]], values: [[1, 0.25]] });

describe('msle', () => {
  it.each([-1, -2, -1e30])('is finite for an output of %d, and its slope leads upwards', async (output) => {
    const { loss, slopes } = await lossAt(msle, [[1]], [[output]]);
    expect(loss).toBeCloseTo((Math.LN2 + 24 * Math.LN2) ** 2, 3);
    expect(slopes[0]).toBeLessThan(0);
    expect(Number.isFinite(slopes[0])).toBe(true);
  });

  it('keeps the digits of small numbers', async () => {
    const { loss } = await lossAt(msle, [[0]], [[2 ** -20]]);
    expect(loss / Math.log1p(2 ** -20) ** 2).toBeCloseTo(1, 6);
  });

  it('refuses targets that have no such logarithm', () => {
    expect(() => msle.checkTargets?.({ data: [0, -1], shape: [2] }, [1])).toThrow(
      'targets for msle: expected values above −1, got -1 in sample 1.',
    );
  });
});
