import { describe, expect, it } from '@jest/globals';
import { cosineDistance } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('cosineDistance', { absolute: 5e-7 });
describeDerivatives('cosineDistance', cosineDistance, {
  targets: [[0.5, -1, 2]],
  values: [[1, 1.25, 0.75]],
  tolerance: 2e-3,
});

describe('cosineDistance', () => {
  it.each([1e-30, 1e30])('does not depend on lengths, not even of %d', async (length) => {
    const { loss, slopes } = await lossAt(cosineDistance, [[3 * length, 4 * length]], [[length, 0]]);
    expect(loss).toBeCloseTo(0.4, 6);
    expect(slopes[0]).toBeCloseTo(0, 6);
    expect((slopes[1] as number) * length).toBeCloseTo(-0.8, 5);
  });

  it('takes the cosine with zeros as 0, and leads towards the target', async () => {
    const { loss, slopes } = await lossAt(cosineDistance, [[3, 4]], [[0, 0]]);
    expect(loss).toBe(1);
    expect((slopes[0] as number) / (slopes[1] as number)).toBeCloseTo(0.75, 5);
    expect(slopes[0]).toBeLessThan(0);
  });

  it('is 1 for a target of zeros, with no slope', async () => {
    expect(await lossAt(cosineDistance, [[0, 0]], [[1, 2]])).toEqual({ loss: 1, slopes: [0, 0] });
  });
});
