import { describe, expect, it } from '@jest/globals';
import { binaryFocal } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

const OF_LOGITS = binaryFocal.fromLogits!.sigmoid!;

describeRandomCases('binaryFocal', { create: binaryFocal });
describeDerivatives('binaryFocal', binaryFocal, { targets: [[1, 0, 0.25]], values: [[0.5, 0.25, 0.75]] });
describeDerivatives('binaryFocal of logits', OF_LOGITS, { targets: [[1, 0, 0.25]], values: [[0.5, 0, -2]] });

describe('binaryFocal', () => {
  it.each([0, 0.5, 1, 2])('is right for outputs of exactly 0 and 1, with gamma %d', async (gamma) => {
    const loss = binaryFocal({ gamma, alpha: null });
    const right = await lossAt(loss, [[0, 1]], [[0, 1]]);
    expect(right.loss).toBe(0);
    expect(right.slopes.every(Number.isFinite)).toBe(true);
    const wrong = await lossAt(loss, [[0, 1]], [[1, 0]]);
    expect(wrong.loss).toBeCloseTo(126 * Math.LN2, 4);
    expect(wrong.slopes[0]).toBeGreaterThan(0);
    expect(wrong.slopes[1]).toBeLessThan(0);
  });

  it('is exact for logits as far out as 1e4', async () => {
    expect(await lossAt(OF_LOGITS, [[1, 1]], [[-1e4, 1e4]])).toEqual({ loss: 1250, slopes: [-0.125, 0] });
  });

  it.each<[object, string]>([
    [{ gamma: -1 }, 'binaryFocal, gamma: expected a number from 0, got -1.'],
    [{ alpha: 2 }, 'binaryFocal, alpha: expected a number from 0 to 1, got 2.'],
  ])('refuses %j', (options, message) => {
    expect(() => binaryFocal(options)).toThrow(message);
  });
});
