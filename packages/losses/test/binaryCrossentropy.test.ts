import { describe, expect, it } from '@jest/globals';
import { sigmoid } from '@tensorflow/tfjs-core';
import { binaryCrossentropy, type LossComputation } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

const OF_LOGITS = binaryCrossentropy.fromLogits!.sigmoid!;
const WEIGHTED = binaryCrossentropy({ classWeights: [2, 1] }).fromLogits!.sigmoid!;
const BEHIND_SIGMOID: LossComputation = {
  compute: (targets, logits) => binaryCrossentropy.compute(targets, sigmoid(logits)),
};

describeRandomCases('binaryCrossentropy', { create: binaryCrossentropy, absolute: 1e-7 });
describeDerivatives('binaryCrossentropy', binaryCrossentropy, {
  targets: [[1, 0, 0.25]],
  values: [[0.5, 0.25, 0.75]],
});
describeDerivatives('binaryCrossentropy of logits', OF_LOGITS, {
  targets: [[1, 0, 0.25]],
  values: [[0.5, 0.25, -2]],
});
describeDerivatives('binaryCrossentropy of logits, with weights', WEIGHTED, {
  targets: [[1, 0, 0.25]],
  values: [[0, 0.25, -2]],
});

describe('binaryCrossentropy of logits', () => {
  it.each([
    ['binaryCrossentropy', OF_LOGITS],
    ['binaryCrossentropy with weights', WEIGHTED],
  ])('is exact as far out as 1e4: %s', async (_, computation) => {
    expect((await lossAt(computation, [[1]], [[-1e4]])).loss).toBe(1e4);
    expect((await lossAt(computation, [[1]], [[-1e4]])).slopes).toEqual([-1]);
    expect((await lossAt(computation, [[1]], [[1e4]])).loss).toBe(0);
    expect((await lossAt(computation, [[1]], [[1e4]])).slopes[0]).toBeCloseTo(0, 30);
  });

  it('has its slope at a logit of 0, where networks often begin', async () => {
    expect((await lossAt(WEIGHTED, [[1]], [[0]])).slopes).toEqual([-0.5]);
  });
});

describe('binaryCrossentropy of outputs', () => {
  it.each([-10, -15, -30, -50, -80])('is exact where the logit of a 1 is %d', async (logit) => {
    const { loss, slopes } = await lossAt(BEHIND_SIGMOID, [[1]], [[logit]]);
    expect(loss / -logit).toBeCloseTo(1, 4);
    expect(slopes[0]).toBeCloseTo(-1, 4);
  });

  it('is as exact as the distance to 1 where the logit of a 0 is 15', async () => {
    const { loss, slopes } = await lossAt(BEHIND_SIGMOID, [[0]], [[15]]);
    // sigmoid(15) is 1 − 3.06e-7, five steps of 2^-24 from 1, so that the logarithm is off by a tenth at most.
    expect(Math.abs(loss - 15)).toBeLessThan(0.1);
    expect(slopes[0]).toBeCloseTo(1, 5);
  });

  it('is 0 for outputs of exactly 0 and 1 that are right, and finite for wrong ones', async () => {
    expect((await lossAt(binaryCrossentropy, [[0, 1]], [[0, 1]])).loss).toBe(0);
    const { loss, slopes } = await lossAt(binaryCrossentropy, [[0, 1]], [[1, 0]]);
    expect(loss).toBeCloseTo(126 * Math.LN2, 4);
    expect(slopes).toEqual([2 ** 125, -(2 ** 125)]);
  });
});

describe('binaryCrossentropy refuses', () => {
  it.each<[object, string]>([
    [{ labelSmoothing: 2 }, 'binaryCrossentropy, labelSmoothing: expected a number from 0 to 1, got 2.'],
    [{ classWeights: [1, 2, 3] }, 'binaryCrossentropy, classWeights: expected 2 weights, got'],
    [{ classWeights: { 0: 1, 1: 2 } }, 'binaryCrossentropy, classWeights: expected 2 weights, got'],
    [{ posWeight: 3 }, "expected options out of labelSmoothing, classWeights, got 'posWeight'."],
  ])('%j', (options, message) => {
    expect(() => binaryCrossentropy(options)).toThrow(message);
  });
});
