import { describe, expect, it } from '@jest/globals';
import { huber } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

describeRandomCases('huber', { create: huber });
describeDerivatives('huber', huber, { targets: [[0.5, -1, 3]], values: [[1, 1.25, 2.75]] });

describe('huber', () => {
  it('is linear however far an output is off', async () => {
    const { loss, slopes } = await lossAt(huber({ delta: 2 }), [[0]], [[1e30]]);
    expect(loss / 2e30).toBeCloseTo(1, 6);
    expect(slopes).toEqual([2]);
  });

  it('refuses a delta that is not above 0, and other names for it', () => {
    expect(() => huber({ delta: 0 })).toThrow('huber, delta: expected a number above 0, got 0.');
    expect(() => huber({ beta: 1 } as object)).toThrow("huber: expected options out of delta, got 'beta'.");
  });
});
