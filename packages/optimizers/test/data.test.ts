import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataError, OptionError, ShapeError } from '@neutype/core';
import { conv2d, flatten, input, linear, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { gradientDescent, momentum, type Optimizer } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

const classifier = (): Optimizer =>
  momentum(input(4).to(relu(5), softmax(3)), {
    loss: 'categoricalCrossentropy',
    seed: 0,
    reporter: recorder(),
  });

const x = ndarray(random(0).fillNormal(new Float32Array(24)), [6, 4]);
const y = ndarray([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]);

describe('refused before the first update', () => {
  const nan = ndarray(x.data.slice(), [6, 4]);
  nan.data[9] = Number.NaN;
  const infinite = ndarray(x.data.slice(), [6, 4]);
  infinite.data[23] = Number.POSITIVE_INFINITY;

  it.each<[string, (optimizer: Optimizer) => Promise<unknown>, new (problem: string) => Error, string]>([
    [
      'a wrong number of features',
      (optimizer) => optimizer.train(ndarray(x.data, [8, 3]), y),
      ShapeError,
      "xTrain: expected shape (n, 4), as the network's input is, got (8, 3). Give samples of that shape, or a network that begins with input(3).",
    ],
    [
      'samples one behind the other',
      (optimizer) => optimizer.train(x.data, y),
      ShapeError,
      "xTrain: expected shape (n, 4), as the network's input is, got (24,). If its values are samples one behind the other, reshape it: .reshape(-1, 4).",
    ],
    [
      'samples of another shape',
      (optimizer) => optimizer.train(ndarray(x.data, [6, 2, 2]), y),
      ShapeError,
      'Reshape it: .reshape(-1, 4).',
    ],
    ['class numbers', (optimizer) => optimizer.train(x, [0, 1, 2, 0, 1, 2]), DataError, 'oneHot(labels)'],
    [
      'rows that are not one-hot',
      (optimizer) => optimizer.train(x, ndarray(new Float32Array(18).fill(1), [6, 3])),
      DataError,
      'row 0: [1, 1, 1]',
    ],
    [
      'too many classes',
      (optimizer) => optimizer.train(x, ndarray(new Float32Array(24), [6, 4])),
      ShapeError,
      "yTrain: expected shape (n, 3), as the network's output is, got (6, 4). Give targets of that shape (class numbers by oneHot(labels)), or a network with 4 outputs.",
    ],
    [
      'NaN',
      (optimizer) => optimizer.train(nan, y),
      DataError,
      'xTrain: expected finite numbers, got NaN in sample 2, value 1.',
    ],
    [
      'infinity',
      (optimizer) => optimizer.train(x, y, infinite, y),
      DataError,
      'xTest: expected finite numbers, got Infinity in sample 5, value 3.',
    ],
    [
      'NaN among the targets',
      (optimizer) => optimizer.train(x, ndarray(new Float32Array(18).fill(Number.NaN), [6, 3])),
      DataError,
      'yTrain: expected finite numbers',
    ],
    [
      'unequal lengths',
      (optimizer) => optimizer.train(x, y.rows(0, 5)),
      DataError,
      'xTrain and yTrain: expected as many targets as samples, got 6 samples and 5 targets.',
    ],
    ['no samples', (optimizer) => optimizer.train([], []), DataError, 'xTrain: expected at least one sample'],
    [
      'no rows',
      (optimizer) => optimizer.train(ndarray(new Float32Array(0), [0, 4]), y),
      DataError,
      'got an empty array of shape (0, 4)',
    ],
    [
      'no data at all',
      (optimizer) => optimizer.train(undefined as never, y),
      DataError,
      'xTrain: expected an NdArray, nested arrays of numbers or a typed array, got undefined.',
    ],
    [
      'test samples without targets',
      (optimizer) => optimizer.train(x, y, x, undefined, { epochs: 1 }),
      DataError,
      'train: expected xTest and yTest together, or neither, got xTest alone.',
    ],
    [
      'test targets without samples',
      (optimizer) => optimizer.train(x, y, undefined, y),
      DataError,
      'got yTest alone',
    ],
    [
      'test samples of another shape',
      (optimizer) => optimizer.train(x, y, ndarray(x.data, [8, 3]), y),
      ShapeError,
      'xTest: expected shape (n, 4)',
    ],
  ])('%s', async (_, attempt, kind, message) => {
    const optimizer = classifier();
    await expect(attempt(optimizer)).rejects.toThrow(kind);
    await expect(attempt(optimizer)).rejects.toThrow(message);
    expect(optimizer.updatesMade).toBe(0);
  });

  it.each<[string, object, string]>([
    ['no epochs', { epochs: 0 }, 'option epochs: expected a whole number from 1, got 0.'],
    ['half an epoch', { epochs: 0.5 }, 'option epochs'],
    ['no batch', { batchSize: 0 }, 'option batchSize'],
    [
      'a misspelt option',
      { epoch: 3 },
      "train: expected options out of batchSize, epochs, signal, got 'epoch'. Did you mean 'epochs'?",
    ],
  ])('%s', async (_, options, message) => {
    await expect(classifier().train(x, y, options)).rejects.toThrow(OptionError);
    await expect(classifier().train(x, y, x, y, options)).rejects.toThrow(message);
  });

  it('a number in the place of options', async () => {
    await expect(classifier().train(x, y, x, y, 10 as never)).rejects.toThrow(
      'Write train(x, y, xTest, yTest, { epochs: 10 }).',
    );
  });
});

describe('options are refused when the optimizer is made', () => {
  const network = oneWeight();

  it.each<[string, object, string]>([
    ['an unknown one', { stpe: 1 }, "Did you mean 'step'?"],
    ['NeuPy’s spelling', { batch_size: 1 }, "Did you mean 'batchSize'?"],
    ['an unknown loss', { loss: 'msse' }, "Did you mean 'mse'?"],
    ['no batch', { batchSize: 0 }, 'option batchSize: expected a whole number from 1, got 0.'],
    ['a broken batch', { batchSize: 12.5 }, 'option batchSize'],
    ['a negative step', { step: -0.1 }, 'option step: expected a number from 0, got -0.1.'],
    ['a step that is none', { step: Number.NaN }, 'option step'],
    ['a step in letters', { step: '0.1' }, "got '0.1'"],
    ['a broken seed', { seed: 0.5 }, 'option seed'],
    ['no epoch to show', { showEpoch: 0 }, 'option showEpoch'],
    ['a flag in letters', { verbose: 'yes' }, "option verbose: expected true or false, got 'yes'."],
    ['another', { shuffleData: 1 }, 'option shuffleData'],
    ['a regularizer that is none', { regularizer: 0.1 }, 'option regularizer'],
    ['a signal that hears nothing', { signals: { onEpochEnd: () => {} } }, 'option signals'],
    ['too much momentum', { momentum: 1.1 }, 'option momentum: expected a number from 0 to 1, got 1.1.'],
    ['Nesterov in letters', { nesterov: 'yes' }, 'option nesterov'],
  ])('%s', (_, options, message) => {
    expect(() => momentum(network, options)).toThrow(OptionError);
    expect(() => momentum(network, options)).toThrow(message);
  });

  it('options of another algorithm', () => {
    expect(() => gradientDescent(network, { momentum: 0.9 } as never)).toThrow("got 'momentum'");
  });

  it('a network that has nothing to learn', () => {
    expect(() => momentum(input(3).to(relu()))).toThrow('expected a network with parameters to train');
  });

  it('a list of layers in the place of a network', () => {
    expect(() => momentum([relu(3)] as never)).toThrow(
      'momentum: expected a network as the first argument, got an array.',
    );
  });
});

describe('a warning', () => {
  it('tells of pixels from 0 to 255', async () => {
    const reporter = recorder();
    const pixels = ndarray(
      Uint8Array.from({ length: 128 }, (_, index) => (index * 37) % 256),
      [2, 8, 8, 1],
    );
    const network = input([8, 8, 1]).to(conv2d(2, 3), flatten(), linear(1));
    const optimizer = gradientDescent(network, { step: 1e-6, seed: 0, reporter });
    await optimizer.train(pixels, [0, 1], { epochs: 1 });
    expect(reporter.warnings).toEqual([expect.stringContaining('pixels from 0 to 255')]);
    await optimizer.train(pixels.toFloat32().divide(255), [0, 1], { epochs: 1 });
    expect(reporter.warnings.length).toBe(1);
  });

  it('tells of test data that are the training data', async () => {
    const reporter = recorder();
    const optimizer = momentum(xorNetwork(), { ...xorOptions, reporter });
    await optimizer.train(xor.x, xor.y, xor.x, xor.y, { epochs: 1 });
    expect(reporter.warnings).toEqual([expect.stringContaining('xTest holds the same samples as xTrain')]);
  });
});

describe('data may come', () => {
  const values = Uint8Array.from([0, 0, 0, 1, 1, 0, 1, 1]);
  const lossesOf = async (
    samples: Parameters<Optimizer['train']>[0],
    targets: Parameters<Optimizer['train']>[1],
  ) => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    await optimizer.train(samples, targets, { epochs: 3 });
    return optimizer.errors.train;
  };

  it.each<[string, Parameters<Optimizer['train']>[0], Parameters<Optimizer['train']>[1]]>([
    ['as bytes', ndarray(values, [4, 2]), Uint8Array.from([0, 1, 1, 0])],
    ['as doubles', ndarray(Float64Array.from(values), [4, 2]), [[0], [1], [1], [0]]],
    ['as integers', ndarray(Int32Array.from(values), [4, 2]), ndarray([0, 1, 1, 0])],
    ['from another realm', { data: Float32Array.from(values), shape: [4, 2] } as never, xor.y],
  ])('%s', async (_, samples, targets) => {
    expect(await lossesOf(samples, targets)).toEqual(await lossesOf(xor.x, xor.y));
  });
});
