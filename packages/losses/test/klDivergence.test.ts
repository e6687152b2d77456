import { describe, expect, it } from '@jest/globals';
import { klDivergence } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

const OF_LOGITS = klDivergence.fromLogits!.softmax!;

describeRandomCases('klDivergence', { absolute: 1e-6 });
describeDerivatives('klDivergence', klDivergence, {
  targets: [[0.25, 0.75, 0]],
  values: [[0.5, 0.25, 0.25]],
});
describeDerivatives('klDivergence of logits', OF_LOGITS, {
  targets: [[0.25, 0.75, 0]],
  values: [[0.5, 0.25, -1]],
});

describe('klDivergence', () => {
  it('is 0 where the outputs are the targets, zeros among them', async () => {
    expect((await lossAt(klDivergence, [[0, 0.25, 0.75]], [[0, 0.25, 0.75]])).loss).toBe(0);
  });

  it('is finite where an output is 0 and should not be', async () => {
    const { loss, slopes } = await lossAt(klDivergence, [[0.5, 0.5]], [[0, 1]]);
    expect(loss).toBeCloseTo(0.5 * 126 * Math.LN2 - Math.LN2, 4);
    expect(slopes).toEqual([-(2 ** 125), -0.5]);
  });

  it('is exact for logits as far out as 1e4', async () => {
    const { loss, slopes } = await lossAt(OF_LOGITS, [[0, 1]], [[1e4, -1e4]]);
    expect(loss).toBe(2e4);
    expect(slopes).toEqual([1, -1]);
  });

  it('refuses rows that are no distributions', () => {
    expect(() => klDivergence.checkTargets?.({ data: [0.5, 0.75], shape: [1, 2] }, [2])).toThrow(
      'targets for klDivergence: expected class numbers, or rows of values from 0 that sum to 1',
    );
  });
});
