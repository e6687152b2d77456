import { describe, expect, it } from '@jest/globals';
import { categoricalFocal } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

const OF_LOGITS = categoricalFocal.fromLogits!.softmax!;

describeRandomCases('categoricalFocal', { create: categoricalFocal, absolute: 3e-7 });
describeDerivatives('categoricalFocal', categoricalFocal, {
  targets: [2, 0],
  values: [
    [0.5, 0.25, 0.25],
    [0.75, 0.125, 0.125],
  ],
});
describeDerivatives('categoricalFocal of logits', OF_LOGITS, {
  targets: [2, 0],
  values: [
    [0.5, 0.25, -1],
    [1, 0.25, 0.5],
  ],
});

describe('categoricalFocal', () => {
  it.each([0, 0.5, 1, 2])('is finite for logits as far out as 1e4, with gamma %d', async (gamma) => {
    const { softmax } = categoricalFocal({ gamma, alpha: 1 }).fromLogits!;
    const right = await lossAt(softmax!, [0], [[1e4, -1e4]]);
    expect(right.loss).toBe(0);
    expect(right.slopes.every((slope) => Math.abs(slope) < 1e-6)).toBe(true);
    const wrong = await lossAt(softmax!, [1], [[1e4, -1e4]]);
    expect(wrong.loss).toBe(2e4);
    expect(wrong.slopes).toEqual([1, -1]);
  });

  it('refuses weights for another number of classes, before training', () => {
    const loss = categoricalFocal({ alpha: [1, 2] });
    expect(() => loss.checkTargets?.({ data: [0, 2], shape: [2] }, [3])).toThrow(
      'categoricalFocal, alpha: expected 3 weights, as the network has outputs, got 2.',
    );
  });
});
