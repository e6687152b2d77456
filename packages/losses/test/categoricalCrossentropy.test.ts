import { describe, expect, it } from '@jest/globals';
import { mean, type Scalar, softmax } from '@tensorflow/tfjs-core';
import { categoricalCrossentropy, computeEachOf, type LossComputation } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';
import { lossAt } from './lossAt.js';

const OF_LOGITS = categoricalCrossentropy.fromLogits!.softmax!;
const EACH_OF_LOGITS: LossComputation = {
  compute: (targets, logits) =>
    mean(computeEachOf(categoricalCrossentropy, 'softmax')(targets, logits)) as Scalar,
};
const BEHIND_SOFTMAX: LossComputation = {
  compute: (targets, logits) => categoricalCrossentropy.compute(targets, softmax(logits)),
};
const LOGITS = [
  [0.5, 0.25, -1],
  [1, 0.25, 0.5],
];

describeRandomCases('categoricalCrossentropy', { create: categoricalCrossentropy, absolute: 3e-7 });
describeDerivatives('categoricalCrossentropy', categoricalCrossentropy, {
  targets: [2, 0],
  values: [
    [0.5, 0.25, 0.25],
    [0.75, 0.125, 0.125],
  ],
  tolerance: 5e-3,
});
describeDerivatives('categoricalCrossentropy of logits', OF_LOGITS, { targets: [2, 0], values: LOGITS });
describeDerivatives('categoricalCrossentropy of logits, sample by sample', EACH_OF_LOGITS, {
  targets: [2, 0],
  values: LOGITS,
});

describe('categoricalCrossentropy of class numbers', () => {
  const rows = [
    [0, 0, 1],
    [1, 0, 0],
  ];

  it.each([
    [
      'from outputs',
      categoricalCrossentropy,
      [
        [0.5, 0.25, 0.25],
        [0.75, 0.125, 0.125],
      ],
    ],
    ['from logits', OF_LOGITS, LOGITS],
  ])('is that of one-hot rows, %s', async (_, computation, values) => {
    const wanted = await lossAt(computation, rows, values);
    expect(await lossAt(computation, [2, 0], values)).toEqual(wanted);
    expect(await lossAt(computation, [[2], [0]], values)).toEqual(wanted);
  });

  it('takes a number for each place of an image', async () => {
    const labels = [[[0, 2]], [[1, 1]]];
    const logits = [[[LOGITS[0], LOGITS[1]]], [[LOGITS[1], LOGITS[0]]]] as number[][][][];
    const wanted = await lossAt(OF_LOGITS, [0, 2, 1, 1], logits.flat(2));
    const { loss, slopes } = await lossAt(OF_LOGITS, labels, logits);
    expect({ loss, slopes }).toEqual(wanted);
    expect(categoricalCrossentropy.targetShapes?.([4, 5, 3])).toEqual([
      [4, 5, 3],
      [4, 5],
      [4, 5, 1],
    ]);
  });
});

describe('categoricalCrossentropy of logits', () => {
  it.each([
    ['the batch', OF_LOGITS],
    ['its samples', EACH_OF_LOGITS],
  ])('is exact as far out as 1e4, for %s', async (_, computation) => {
    const { loss, slopes } = await lossAt(computation, [[0, 1, 0]], [[1e4, -1e4, 9999]]);
    expect(loss).toBeCloseTo(20000 + Math.log1p(Math.exp(-1)), 2);
    const first = 1 / (1 + Math.exp(-1));
    expect(slopes[0]).toBeCloseTo(first, 6);
    expect(slopes[1]).toBe(-1);
    expect(slopes[2]).toBeCloseTo(1 - first, 6);
  });

  it('keeps the digits of differences between large logits', async () => {
    const { loss } = await lossAt(EACH_OF_LOGITS, [0], [[1e4, 9999]]);
    expect(loss).toBeCloseTo(Math.log1p(Math.exp(-1)), 6);
  });
});

describe('categoricalCrossentropy of outputs', () => {
  it.each([10, 30, 50, 80])('is exact where a wrong class leads by %d', async (lead) => {
    const { loss, slopes } = await lossAt(BEHIND_SOFTMAX, [[0, 1]], [[lead, 0]]);
    expect(loss / lead).toBeCloseTo(1, 4);
    expect(slopes[0]).toBeCloseTo(1, 4);
    expect(slopes[1]).toBeCloseTo(-1, 4);
  });

  it('ends at −ln 2^-126 for an output of 0, with a slope towards the target', async () => {
    const { loss, slopes } = await lossAt(categoricalCrossentropy, [[0, 1]], [[1, 0]]);
    expect(loss).toBeCloseTo(126 * Math.LN2, 4);
    expect(slopes).toEqual([-0, -(2 ** 126)]);
  });
});

describe('categoricalCrossentropy refuses', () => {
  it.each<[object, string]>([
    [{ labelSmoothing: -0.1 }, 'labelSmoothing: expected a number from 0 to 1, got -0.1.'],
    [{ classWeights: [1, Number.NaN] }, 'classWeights: expected a number from 0, got NaN.'],
    [{ weight: [1, 2] }, "got 'weight'."],
  ])('%j', (options, message) => {
    expect(() => categoricalCrossentropy(options)).toThrow(message);
  });

  it('weights for another number of classes than there are outputs', () => {
    const loss = categoricalCrossentropy({ classWeights: [1, 2] });
    expect(() => loss.checkTargets?.({ data: [0, 2], shape: [2] }, [3])).toThrow('expected 3 weights');
  });
});
