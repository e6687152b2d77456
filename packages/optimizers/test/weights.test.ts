import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataError, OptionError } from '@neutype/core';
import { input, type Network, sigmoid, softmax, tanh } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { mean, squaredDifference, type Tensor } from '@tensorflow/tfjs-core';
import { gradientDescent, momentum, type Optimizer, type TrainOptions } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

interface Run {
  readonly losses: number[];
  readonly final: number[][];
}

interface Golden {
  readonly batchSize: number;
  readonly epochs: number;
  readonly step: number;
  readonly momentum: number;
  readonly x: number[][];
  readonly labels: number[];
  readonly sampleWeight: number[];
  readonly classWeight: number[];
  readonly binaryLabels: number[];
  readonly binaryWeight: number[];
  readonly initial: number[][];
  readonly binaryInitial: number[][];
  readonly runs: Record<'none' | 'classes' | 'balanced' | 'samples' | 'both' | 'binary', Run>;
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/lossWeights.json', import.meta.url), 'utf8'),
) as Golden;
const { batchSize, epochs, labels, runs, sampleWeight, x } = golden;
const oneHot = labels.map((label) => [0, 1, 2].map((column) => (column === label ? 1 : 0)));
const classWeight = { ...golden.classWeight };

function networkOf([w1, b1, w2, b2]: number[][], outputs: number): Network {
  const matrix = (values: number[], columns: number) => ndarray(values).reshape(-1, columns);
  const hidden = tanh(5, { weight: matrix(w1!, 5), bias: ndarray(b1!) });
  const options = { weight: matrix(w2!, outputs), bias: ndarray(b2!) };
  return input(4).to(hidden, outputs === 1 ? sigmoid(1, options) : softmax(outputs, options));
}

async function expectRun(optimizer: Optimizer, { losses, final }: Run): Promise<void> {
  expect(optimizer.history.train.length).toBe(losses.length);
  for (const [update, loss] of losses.entries()) {
    expect(Math.abs(optimizer.history.train[update]! - loss)).toBeLessThan(2e-6 * Math.max(1, loss));
  }
  for (const [index, values] of final.entries()) {
    const read = await optimizer.network.parameters[index]!.read();
    for (const [at, value] of values.entries()) expect(Math.abs(read[at]! - value)).toBeLessThan(2e-5);
  }
}

describe('the weighted mean of losses', () => {
  const options = { step: golden.step, momentum: golden.momentum, batchSize, seed: 0 } as const;
  const many = (): Optimizer =>
    momentum(networkOf(golden.initial, 3), { ...options, loss: 'categoricalCrossentropy' });

  it.each<[keyof Golden['runs'], string, TrainOptions]>([
    ['none', 'no weights', {}],
    ['none', 'weights that are all alike', { sampleWeight: labels.map(() => 0.25) }],
    ['classes', 'weights of classes', { classWeight }],
    ['classes', 'weights of classes as a map', { classWeight: new Map(golden.classWeight.entries()) }],
    ['balanced', 'balanced classes', { classWeight: 'balanced' }],
    ['samples', 'weights of samples', { sampleWeight }],
    ['both', 'weights of both', { classWeight, sampleWeight }],
  ])('is PyTorch’s (%s), with %s', async (run, _, weights) => {
    const optimizer = many();
    await optimizer.train(x, oneHot, { epochs, ...weights });
    await expectRun(optimizer, runs[run]);
    expect(optimizer.replay).toBe('replayed');
  });

  it('is PyTorch’s for targets of yes and no', async () => {
    const network = networkOf(golden.binaryInitial, 1);
    const optimizer = momentum(network, { ...options, loss: 'binaryCrossentropy' });
    await optimizer.train(x, golden.binaryLabels, { epochs, classWeight: { ...golden.binaryWeight } });
    await expectRun(optimizer, runs.binary);
  });

  it('is the same for batches from a source', async () => {
    const optimizer = many();
    const source = function* () {
      for (let start = 0; start < x.length; start += batchSize) {
        const part = <T>(rows: readonly T[]): T[] => rows.slice(start, start + batchSize);
        yield { x: part(x), y: part(oneHot), sampleWeight: part(sampleWeight) };
      }
    };
    await optimizer.train(source, { epochs, classWeight });
    await expectRun(optimizer, runs.both);
  });

  it('is the mean of an epoch, of a score and of validation too', async () => {
    // Outputs are 1 · x; step 0 leaves that so, and losses are squares.
    const reporter = recorder();
    const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 2, seed: 0, reporter });
    const samples = [[1], [2], [3]];
    const weights = [1, 3, 0.5];
    const expected = (1 + 3 * 4 + 0.5 * 9) / 4.5;
    await optimizer.train(samples, [0, 0, 0], {
      epochs: 1,
      sampleWeight: weights,
      validation: { x: samples, y: [0, 0, 0], sampleWeight: weights },
    });
    expect(optimizer.history.train).toEqual([(1 + 3 * 4) / 4, 9]);
    expect(optimizer.history.epochs[0]!.trainMean).toBeCloseTo(expected, 6);
    expect(optimizer.history.valid[0]).toBeCloseTo(expected, 6);
    expect(await optimizer.score(samples, [0, 0, 0], { sampleWeight: weights })).toBeCloseTo(expected, 6);
  });
});

describe('weights of 0', () => {
  it('leave samples out', async () => {
    const trained = async (samples: number[][], sampleWeight?: number[]): Promise<readonly number[]> => {
      const network = oneWeight();
      const optimizer = gradientDescent(network, { step: 0.01, batchSize: null, seed: 0 });
      const y = samples.map(() => 0);
      await optimizer.train(samples, y, { epochs: 5, ...(sampleWeight && { sampleWeight }) });
      return [...optimizer.history.train, ...(await network.parameters[0]!.read())];
    };
    const without = await trained([[1], [3]]);
    const weighted = await trained([[1], [100], [3]], [2, 0, 2]);
    for (const [at, value] of without.entries()) expect(weighted[at]).toBeCloseTo(value, 5);
  });

  it('in all of a batch teach nothing, and count for nothing', async () => {
    const network = oneWeight();
    const optimizer = gradientDescent(network, { step: 0.1, batchSize: 1, seed: 0 });
    await optimizer.train([[1], [5]], [0, 0], { epochs: 1, sampleWeight: [1, 0] });
    expect((await network.parameters[0]!.read())[0]).toBeCloseTo(0.8, 6);
    expect(optimizer.history.train).toEqual([1, 0]);
    expect(optimizer.history.epochs[0]!.trainMean).toBe(1);
  });
});

describe('weights are refused', () => {
  const classifier = (loss: 'mse' | 'categoricalCrossentropy' = 'categoricalCrossentropy'): Optimizer =>
    momentum(input(1).to(softmax(2)), { loss, seed: 0, reporter: recorder() });
  const rows = [[1], [2], [3]];
  const targets = [
    [1, 0],
    [0, 1],
    [1, 0],
  ];

  it.each<[string, TrainOptions, new (problem: string) => Error, string]>([
    [
      'that are negative',
      { sampleWeight: [1, -1, 1] },
      DataError,
      'option sampleWeight: expected numbers from 0, got -1 for sample 1. A sample that is not to count has the weight 0.',
    ],
    ['that are NaN', { sampleWeight: [1, Number.NaN, 1] }, DataError, 'got NaN for sample 1'],
    ['that are infinite', { sampleWeight: [Number.POSITIVE_INFINITY, 1, 1] }, DataError, 'got Infinity'],
    [
      'that are all 0',
      { sampleWeight: [0, 0, 0] },
      DataError,
      'option sampleWeight: expected a sample that counts, got weights that are all 0.',
    ],
    [
      'that are too few',
      { sampleWeight: [1, 1] },
      DataError,
      'expected a list of 3 weights, one for each sample, got the shape [2]',
    ],
    [
      'one a value instead of one a sample',
      { sampleWeight: targets },
      DataError,
      'expected a list of 3 weights, one for each sample, got the shape [3, 2]',
    ],
    [
      'of classes that make all 0',
      { classWeight: { 0: 0, 1: 0 } },
      DataError,
      'option classWeight: expected a sample',
    ],
    [
      'of a class that is negative',
      { classWeight: { 1: -1 } },
      OptionError,
      'option classWeight, class 1: expected a number from 0, got -1.',
    ],
    [
      'of a class that is no number',
      { classWeight: new Map([['cat', 2]]) },
      OptionError,
      "option classWeight: expected weights by class number, from 0, got one for 'cat'.",
    ],
    [
      'of a class that the network cannot tell',
      { classWeight: { 0: 1, 2: 5 } },
      OptionError,
      'option classWeight: expected weights of classes from 0 to 1, of which the network has outputs, got one for 2.',
    ],
    [
      'as another word',
      { classWeight: 'balance' as never },
      OptionError,
      "option classWeight: expected 'balanced', or weights by class number, got 'balance'.",
    ],
    [
      'by Keras’ name, with the one here',
      { class_weight: {} } as never,
      OptionError,
      "Did you mean 'classWeight'?",
    ],
  ])('%s', async (_, options, kind, message) => {
    await expect(classifier().train(rows, targets, options)).rejects.toThrow(kind);
    await expect(classifier().train(rows, targets, options)).rejects.toThrow(message);
  });

  it('of classes where targets are none', async () => {
    const soft = [[0.5, 0.5], ...targets.slice(1)];
    await expect(classifier().train(rows, soft, { classWeight: 'balanced' })).rejects.toThrow(
      'yTrain: expected class numbers or one-hot rows, as classWeight needs them, got another target in sample 0.',
    );
  });

  it('for a loss that gives only the mean of a batch', async () => {
    const mine = (y: Tensor, o: Tensor) => mean(squaredDifference(y, o));
    const optimizer = momentum(oneWeight(), { loss: mine, seed: 0 });
    await expect(optimizer.train(rows, [0, 0, 0], { sampleWeight: [1, 2, 1] })).rejects.toThrow(
      'option loss, mine: expected the loss of each sample, shape [3], as weights need it',
    );
    await optimizer.train(rows, [0, 0, 0], { epochs: 1, batchSize: 2 });
    expect(optimizer.updatesMade).toBe(2);
  });
});
