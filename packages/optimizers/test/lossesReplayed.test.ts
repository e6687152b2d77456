import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { input, type Layer, linear, relu, sigmoid, softmax, tanh } from '@neutype/layers';
import * as losses from '@neutype/losses';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { engine, tensor2d } from '@tensorflow/tfjs-core';
import { momentum } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

const SAMPLES = 24;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 4)), [SAMPLES, 4]);

const NUMBERS = rows(3, (index) => index % 5);
const BITS = rows(3, (index) => index % 2);
const SIGNS = rows(3, (index) => 2 * (index % 2) - 1);
const LABELS = rows(1, (index) => index % 3);
const YES_OR_NO = rows(1, (index) => index % 2);

function rows(columns: number, value: (index: number) => number): number[][] {
  return Array.from({ length: SAMPLES }, (_, row) =>
    Array.from({ length: columns }, (__, column) => value(row * columns + column)),
  );
}

type Use = readonly [end: Layer, targets: number[][]];

/** What losses are for that are not for numbers: the last layer, and targets. */
const USES: Readonly<Record<string, Use>> = {
  binaryCrossentropy: [sigmoid(3), BITS],
  binaryFocal: [sigmoid(3), BITS],
  binaryHinge: [tanh(3), SIGNS],
  categoricalCrossentropy: [softmax(3), LABELS],
  categoricalFocal: [softmax(3), LABELS],
  categoricalHinge: [linear(3), LABELS],
  contrastive: [linear(4), YES_OR_NO],
  cosineDistance: [linear(3), SIGNS],
  dice: [sigmoid(3), BITS],
  gaussianKl: [linear(4), rows(4, (index) => (index % 3) - 1)],
  klDivergence: [softmax(3), LABELS],
  msle: [sigmoid(3), NUMBERS],
  multiMargin: [linear(3), LABELS],
  poisson: [sigmoid(3), NUMBERS],
  rmsle: [sigmoid(3), NUMBERS],
  squaredHinge: [tanh(3), SIGNS],
  triplet: [linear(2), LABELS],
  tripletMargin: [linear(6), YES_OR_NO],
};

const FOR_NUMBERS: Use = [linear(3), NUMBERS];

const EACH = Object.values(losses).filter((value): value is losses.Loss & typeof value => 'compute' in value);

const CONFIGURED: readonly [string, losses.Loss, Layer, number[][]][] = [
  ['binaryCrossentropy with weights', losses.binaryCrossentropy({ classWeights: [1, 3] }), sigmoid(3), BITS],
  [
    'binaryCrossentropy of smoothed labels',
    losses.binaryCrossentropy({ labelSmoothing: 0.1 }),
    sigmoid(3),
    BITS,
  ],
  [
    'categoricalCrossentropy with options',
    losses.categoricalCrossentropy({ labelSmoothing: 0.1, classWeights: [1, 2, 3] }),
    softmax(3),
    LABELS,
  ],
  ['categoricalFocal with weights', losses.categoricalFocal({ alpha: [1, 2, 3] }), softmax(3), LABELS],
  ['multiMargin with weights', losses.multiMargin({ power: 2, classWeights: [1, 2, 3] }), linear(3), LABELS],
  ['poisson of logarithms', losses.poisson({ logInput: true }), linear(3), NUMBERS],
  ['tripletMargin with swap', losses.tripletMargin({ swap: true }), linear(6), YES_OR_NO],
  ['dice of squares', losses.dice({ squared: true }), sigmoid(3), BITS],
];

const ALL: readonly [string, losses.Loss, Layer, number[][]][] = [
  ...EACH.map((loss): [string, losses.Loss, Layer, number[][]] => [
    loss.name,
    loss,
    ...(USES[loss.name] ?? FOR_NUMBERS),
  ]),
  ...CONFIGURED,
];

describe('updates are replayed', () => {
  it.each(ALL)('with the loss %s, with and without weights of samples', async (_, loss, end, y) => {
    for (const weights of [{}, { sampleWeight: y.map((__, index) => (index % 4) / 2) }]) {
      const optimizer = momentum(input(4).to(relu(5), end), {
        loss,
        batchSize: 8,
        seed: 0,
        step: 0.001,
        reporter: recorder(),
      });
      await optimizer.train(x, y, { epochs: 3, ...weights });
      const launch = jest.spyOn(engine(), 'runKernel');
      await optimizer.train(x, y, { epochs: 1, ...weights });
      expect(launch).not.toHaveBeenCalled();
      launch.mockRestore();
      expect(optimizer.replay).toBe('replayed');
      optimizer.dispose();
    }
  });
});

describe('the cross-entropies behind softmax and sigmoid are one kernel', () => {
  it.each([
    ['NeutypeSoftmaxCrossEntropy', losses.categoricalCrossentropy.fromLogits!.softmax!],
    ['NeutypeSigmoidCrossEntropy', losses.binaryCrossentropy.fromLogits!.sigmoid!],
  ])('%s', (kernel, { compute }) => {
    const [targets, logits] = [tensor2d(BITS), tensor2d(NUMBERS)];
    const launch = jest.spyOn(engine(), 'runKernel');
    compute(targets, logits).dispose();
    expect(launch.mock.calls.map(([name]) => name)).toEqual([kernel]);
    launch.mockRestore();
  });
});
