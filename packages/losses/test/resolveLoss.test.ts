import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, useBackend } from '@neutype/core';
import { mean, type Scalar, squeeze, sub, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as losses from '../src/index.js';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  computeEachOf,
  type Loss,
  mse,
  resolveLoss,
  type SampleLoss,
} from '../src/index.js';

describe('resolveLoss finds a loss', () => {
  it.each([
    ['mse', mse],
    ['binaryCrossentropy', binaryCrossentropy],
    ['binary_crossentropy', binaryCrossentropy],
    ['categoricalCrossentropy', categoricalCrossentropy],
    ['categorical_crossentropy', categoricalCrossentropy],
    ['binary_hinge', losses.binaryHinge],
    ['mae', losses.mae],
    ['huber', losses.huber],
  ] as const)('as %s', (name, loss) => expect(resolveLoss(name)).toBe(loss));

  it('by the name it has, for every loss of the package', () => {
    const named = Object.entries(losses).filter(([, loss]) => (loss as Partial<Loss>).compute !== undefined);
    expect(named.length).toBeGreaterThan(20);
    for (const [name, loss] of named) {
      expect(resolveLoss(name as 'mse')).toBe(loss);
      expect((loss as Loss).name).toBe(name);
    }
  });

  it('with its options, and with the defaults where it is not called', () => {
    const outputs = tensor2d([[3]]);
    const lossOf = (loss: Loss): unknown =>
      resolveLoss(loss)
        .compute(tensor2d([[0]]), outputs)
        .arraySync();
    expect(lossOf(losses.huber)).toBe(2.5);
    expect(lossOf(losses.huber({ delta: 2 }))).toBe(4);
  });

  it('as itself', () => expect(resolveLoss(mse)).toBe(mse));

  it('as a function, by whose name it is known', () => {
    const bias = (targets: Tensor, outputs: Tensor): Scalar => mean(sub(outputs, targets));
    expect(resolveLoss(bias).name).toBe('bias');
  });
});

beforeAll(() => useBackend('cpu'));

describe('a custom loss', () => {
  let targets: Tensor;
  let outputs: Tensor;

  beforeAll(() => {
    [targets, outputs] = [tensor2d([[0], [1]]), tensor2d([[3], [2]])];
  });

  const ofSamples = (t: Tensor, o: Tensor): Tensor => squeeze(sub(o, t), [1]);
  const ofBatch = (t: Tensor, o: Tensor): Tensor => mean(sub(o, t));

  it('may give the mean of the batch, but then has nothing for weights', () => {
    const loss = resolveLoss(ofBatch);
    expect(loss.compute(targets, outputs).arraySync()).toBe(2);
    expect(() => computeEachOf(loss)(targets, outputs)).toThrow(
      'option loss, ofBatch: expected the loss of each sample, shape [2], as weights need it, got a tensor of shape []. Take the mean of each sample',
    );
  });

  it('may give the loss of each sample, whose mean is the loss of the batch', () => {
    const loss = resolveLoss(ofSamples);
    expect(loss.compute(targets, outputs).arraySync()).toBe(2);
    expect(computeEachOf(loss)(targets, outputs).arraySync()).toEqual([3, 1]);
  });

  it('may be an object that gives only the loss of each sample', () => {
    const loss = resolveLoss({ name: 'own', computeEach: ofSamples as SampleLoss['computeEach'] });
    expect(loss.compute(targets, outputs).arraySync()).toBe(2);
  });

  it('may be an object that gives only the mean, and says so where weights are asked for', () => {
    const loss = resolveLoss({ name: 'own', compute: ofBatch as Loss['compute'] });
    expect(() => computeEachOf(loss)).toThrow(
      'expected a loss of each sample, as weights need it, got own, which gives only the mean of a batch.',
    );
  });
});

describe('resolveLoss refuses', () => {
  it.each([
    [
      'categorical_crossentrpy',
      "expected a name that it knows, got 'categorical_crossentrpy'. Did you mean 'categoricalCrossentropy'? It knows binaryC",
    ],
    ['MSE', "Did you mean 'mse'?"],
    [
      'quantile',
      /expected one of binaryCrossentropy, .*huber, .*, tripletMargin, got 'quantile'\. Another loss is a function: \(targets, outputs\) => mean\(…\)\./,
    ],
    ['mape', "got 'mape'. Another loss is a function"],
    ['hinge', "Did you mean 'binaryHinge'?"],
    ['SmoothL1Loss', "Did you mean 'huber'?"],
    ['cosine_similarity', "Did you mean 'cosineDistance'?"],
    ['KLDivLoss', "Did you mean 'klDivergence'?"],
    ['mean_absolute_error', "Did you mean 'mae'?"],
    ['mean_squared_error', "Did you mean 'mse'?"],
    ['cross_entropy', "Did you mean 'categoricalCrossentropy'?"],
    ['CrossEntropyLoss', "Did you mean 'categoricalCrossentropy'?"],
    [
      'sparse_categorical_crossentropy',
      "Did you mean 'categoricalCrossentropy'? It takes class numbers as they are.",
    ],
    ['bce', "Did you mean 'binaryCrossentropy'?"],
    ['log_loss', "Did you mean 'binaryCrossentropy'?"],
    ['toString', "got 'toString'"],
  ])('%s', (name, message) => {
    const attempt = (): unknown => resolveLoss(name as 'mse');
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });

  it.each<[object, string]>([
    [{ name: 3 }, 'option loss, name: expected a text, got 3.'],
    [
      { expects: 'probability' },
      "option loss, expects: expected one of 'distribution', 'logarithms', 'probabilities', 'numbers', got ",
    ],
    [{ replayable: 'yes' }, "option loss, replayable: expected true or false, got 'yes'."],
    [{ checkTargets: true }, 'option loss, checkTargets: expected a function of targets, got true.'],
    [
      { fromLogits: mean },
      'option loss, fromLogits: expected computations by the names of activations, got the function mean',
    ],
    [
      { fromLogits: { softmax: 3 } },
      'option loss, fromLogits, softmax, compute: expected a function of targets and logits, got undefined.',
    ],
  ])('a loss with %p', (part, message) => {
    const attempt = (): unknown => resolveLoss({ ...mse, ...part } as typeof mse);
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });

  it('nothing about a loss without a name', () => {
    const { compute } = mse;
    expect(resolveLoss({ compute } as typeof mse).compute).toBe(compute);
  });

  it.each([[undefined], [3], [{}], [null]])('%p', (value) => {
    expect(() => resolveLoss(value as unknown as 'mse')).toThrow(OptionError);
  });
});
