import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataError, NeutypeError, OptionError, Parameter, ShapeError } from '@neutype/core';
import { conv2d, flatten, input, linear, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { zeros } from '@tensorflow/tfjs-core';
import { gradientDescent, momentum, type Optimizer } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

function classifier(): Optimizer {
  return momentum(input(4).to(relu(5), softmax(3)), {
    loss: 'categoricalCrossentropy',
    seed: 0,
    reporter: recorder(),
  });
}

const x = ndarray(random(0).fillNormal(new Float32Array(24)), [6, 4]);
const y = ndarray([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]);

describe('training refuses before the first update', () => {
  const nan = ndarray(x.data.slice(), [6, 4]);
  nan.data[9] = Number.NaN;
  const infinite = ndarray(x.data.slice(), [6, 4]);
  infinite.data[23] = Number.POSITIVE_INFINITY;

  it.each<[string, (optimizer: Optimizer) => Promise<unknown>, new (problem: string) => Error, string]>([
    [
      'a wrong number of features',
      (optimizer) => optimizer.train(ndarray(x.data, [8, 3]), y),
      ShapeError,
      "xTrain: expected shape [?, 4], as the network's input is, got [8, 3]. Give samples of that shape, or a network that begins with input(3).",
    ],
    [
      'samples in one flat list',
      (optimizer) => optimizer.train(x.data, y),
      ShapeError,
      "xTrain: expected shape [?, 4], as the network's input is, got [24]. If it holds several samples, reshape it: .reshape(-1, 4).",
    ],
    [
      'samples of another shape',
      (optimizer) => optimizer.train(ndarray(x.data, [6, 2, 2]), y),
      ShapeError,
      'Reshape it: .reshape(-1, 4).',
    ],
    [
      'class numbers beyond the outputs',
      (optimizer) => optimizer.train(x, [0, 1, 2, 0, 1, 3]),
      DataError,
      '3',
    ],
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
      "yTrain: expected shape [?, 3], as the network's output is, or [?], or [?, 1], got [6, 4]. Give targets of that shape (class numbers by oneHot(labels)), or a network with 4 outputs.",
    ],
    [
      'class numbers of samples for outputs at every place of them',
      () => {
        const network = input([5, 4]).to(softmax(3));
        const samples = ndarray(new Float32Array(120), [6, 5, 4]);
        return momentum(network, { loss: 'categoricalCrossentropy' }).train(samples, [0, 1, 2, 0, 1, 2]);
      },
      ShapeError,
      'The network gives 3 outputs at each of 5 places of a sample. For one target a sample, put flatten() before its last layers.',
    ],
    [
      'NaN',
      (optimizer) => optimizer.train(nan, y),
      DataError,
      'xTrain: expected finite numbers, got NaN at [2][1].',
    ],
    [
      'infinity',
      (optimizer) => optimizer.train(x, y, infinite, y),
      DataError,
      'xTest: expected finite numbers, got Infinity at [5][3].',
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
      'got an empty array of shape [0, 4]',
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
      'xTest: expected shape [?, 4]',
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
    ['an option of the optimizer', { lr: 0.1 }, "got 'lr'. 'step' is an option of the optimizer."],
    ['its signals', { signals: [] }, "'signals' is an option of the optimizer."],
    ['the name that it has elsewhere', { callbacks: [] }, "'signals' is an option of the optimizer."],
    [
      'validation data as Keras takes them',
      { validation_data: [] },
      'Write train(x, y, xTest, yTest, { … })',
    ],
    [
      'all of the data for validation',
      { validationSplit: 1 },
      'option validationSplit: expected a number above 0 and below 1, got 1.',
    ],
    [
      'a misspelt option',
      { epoch: 3 },
      "expected options that it knows, got 'epoch'. Did you mean 'epochs'? It knows batchSize, ",
    ],
  ])('%s', async (_, options, message) => {
    await expect(classifier().train(x, y, options)).rejects.toThrow(OptionError);
    await expect(classifier().train(x, y, x, y, options)).rejects.toThrow(message);
  });

  it('a number in place of options', async () => {
    const attempts: [(optimizer: Optimizer) => Promise<unknown>, string][] = [
      [(optimizer) => optimizer.train(x, y, x, y, 10 as never), 'train(x, y, xTest, yTest, { epochs: 10 }).'],
      [(optimizer) => optimizer.train(x, y, 10 as never), 'Write train(x, y, { epochs: 10 }).'],
      [
        (optimizer) => optimizer.train(x, y, undefined, undefined, 10 as never),
        'Write train(x, y, { epochs: 10 }).',
      ],
    ];
    for (const [attempt, remedy] of attempts) {
      await expect(attempt(classifier())).rejects.toThrow(OptionError);
      await expect(attempt(classifier())).rejects.toThrow(remedy);
    }
  });

  it('a NaN behind millions of numbers, and leaves the optimizer as it was', async () => {
    const samples = 600_000;
    const large = ndarray(new Float32Array(4 * samples), [samples, 4]);
    const numbers = new Int32Array(samples);
    large.data[4 * samples - 2] = Number.NaN;
    const message = `: expected finite numbers, got NaN at [${samples - 1}][2].`;
    const optimizer = classifier();
    const validation = { x: large, y: numbers };
    await expect(optimizer.train(large, numbers)).rejects.toThrow(`xTrain${message}`);
    await expect(optimizer.train(x, y, large, numbers)).rejects.toThrow(`xTest${message}`);
    await expect(optimizer.train(x, y, { validation })).rejects.toThrow(`option validation, x${message}`);
    expect(optimizer.updatesMade).toBe(0);
    await optimizer.train(x, y, { epochs: 1 });
    expect(optimizer.updatesMade).toBe(1);
  });

  it('options in place of targets, or before the validation data', async () => {
    const remedy = 'Write train(x, y, { … }) or train(x, y, xTest, yTest, { … }).';
    const misplaced = { epochs: 1 } as never;
    await expect(classifier().train(x, y, x, misplaced)).rejects.toThrow(DataError);
    await expect(classifier().train(x, y, x, misplaced)).rejects.toThrow(remedy);
    await expect(classifier().train(x, y, misplaced, x, y as never)).rejects.toThrow(remedy);
  });

  it.each<[string, unknown, string]>([
    [
      'a controller',
      new AbortController(),
      'option signal: expected an AbortSignal, got an AbortController. Pass controller.signal.',
    ],
    ['a function', () => {}, "What hears of training is the optimizer's option signals."],
    ['a flag', true, 'option signal: expected an AbortSignal, got true.'],
  ])('%s in the place of a signal', async (_, signal, message) => {
    const train = (): Promise<unknown> => classifier().train(x, y, { signal: signal as AbortSignal });
    await expect(train()).rejects.toThrow(OptionError);
    await expect(train()).rejects.toThrow(message);
  });

  it.each<[string, unknown, string]>([
    ['another word', 'fill', "option lastBatch: expected one of 'keep', 'drop', got 'fill'."],
    ['a flag', false, 'got false.'],
  ])('%s for the last batch', async (_, lastBatch, message) => {
    await expect(classifier().train(x, y, { lastBatch: lastBatch as 'keep' })).rejects.toThrow(message);
  });

  it.each<[string, (optimizer: Optimizer, broken: never) => Promise<unknown>]>([
    ['xTrain', (optimizer, broken) => optimizer.train(broken, y)],
    ['yTrain', (optimizer, broken) => optimizer.train(x, broken)],
    ['xTest', (optimizer, broken) => optimizer.train(x, y, broken, y)],
    ['yTest', (optimizer, broken) => optimizer.train(x, y, x, broken)],
    ['predict, x', (optimizer, broken) => optimizer.predict(broken)],
    ['x', (optimizer, broken) => optimizer.score(broken, y)],
    ['y', (optimizer, broken) => optimizer.score(x, broken)],
  ])('what is no array of numbers, by the name of the argument: %s', async (name, attempt) => {
    const full = [1, 2, 3, 4];
    const [withHole, withoutRow] = [
      [full, [1, 2, 3, 4], full],
      [full, full, full],
    ];
    delete withHole[1]![2];
    delete withoutRow[1];
    const wrong: [unknown, string][] = [
      [withHole, 'a hole at [1][2]'],
      [withoutRow, 'a hole at [1]'],
      [[full, [1, 2, 3]], '3 at [1]'],
      [[full, [1, 2, 'three', 4]], "'three' at [1][2]"],
      [[[1, 2, 3, null]], 'null at [0][3]'],
      [[[1n, 2n, 3n, 4n]], '1n at [0][0]'],
      [new BigInt64Array(4), 'a BigInt64Array'],
      [Promise.resolve(x), 'a Promise'],
      ['text', "'text'"],
      [null, 'null'],
    ];
    for (const [value, received] of wrong) {
      const error: unknown = await attempt(classifier(), value as never).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NeutypeError);
      expect((error as Error).message).toMatch(new RegExp(`^${name}: expected `));
      expect((error as Error).message).toContain(`got ${received}`);
    }
  });

  it('a tensor, with what to give instead', async () => {
    const tensor = zeros([6, 4]);
    await expect(classifier().train(tensor as never, y)).rejects.toThrow(
      'xTrain: expected an NdArray, nested arrays of numbers or a typed array, got a Tensor. ' +
        'Read the tensor first: ndarray(await tensor.data(), tensor.shape).',
    );
    tensor.dispose();
  });

  it.each<[string, readonly number[] | readonly number[][], string]>([
    ['in a list', Array.from({ length: 600 }, (_, row) => row % 4), 'encode them: oneHot(labels).'],
    ['in a column', Array.from({ length: 600 }, (_, row) => [row % 4]), 'encode them: oneHot(labels).'],
    [
      'beyond the outputs',
      Array.from({ length: 600 }, (_, row) => row % 7),
      'encode them, oneHot(labels), and give the network 7 outputs.',
    ],
    [
      'from 1 instead of 0',
      Array.from({ length: 600 }, (_, row) => 1 + (row % 4)),
      'encode them, oneHot(labels), and give the network 5 outputs.',
    ],
    ['that are less than 0', Array.from({ length: 600 }, (_, row) => (row % 2) - 1), '.reshape(-1, 4).'],
    ['that are none', Array.from({ length: 600 }, (_, row) => row / 4), 'reshape it: .reshape(-1, 4).'],
  ])('class numbers %s, for a loss that does not know them', async (_, labels, remedy) => {
    const optimizer = momentum(input(2).to(linear(4)), { loss: 'mse', seed: 0 });
    const samples = ndarray(new Float32Array(1200), [600, 2]);
    await expect(optimizer.train(samples, labels)).rejects.toThrow(ShapeError);
    await expect(optimizer.train(samples, labels)).rejects.toThrow(remedy);
  });

  it('images with their channels first, as those of PyTorch', async () => {
    const optimizer = momentum(input([2, 3, 4]).to(flatten(), linear(1)), { loss: 'mse', seed: 0 });
    const images = ndarray(new Float32Array(48), [2, 4, 2, 3]);
    await expect(optimizer.train(images, [0, 1])).rejects.toThrow(
      'got [2, 4, 2, 3]. Their last axis comes first: transpose them, .transpose(0, 2, 3, 1).',
    );
    await optimizer.train(images.transpose(0, 2, 3, 1), [0, 1], { epochs: 1 });
  });

  it('a single number in place of samples', async () => {
    await expect(classifier().train({ data: Float32Array.of(1), shape: [] } as never, y)).rejects.toThrow(
      'xTrain: expected at least one sample, got a single number.',
    );
  });
});

describe('making an optimizer refuses', () => {
  const network = oneWeight();

  it.each<[string, object, string]>([
    ['an unknown one', { stpe: 1 }, "Did you mean 'step'?"],
    ['PyTorch’s name', { lr: 0.1 }, "got 'lr'. It is called 'step' here."],
    ['Keras’ names', { learningRate: 0.1 }, "got 'learningRate'. It is called 'step' here."],
    ['the name of signals elsewhere', { callbacks: [] }, "It is called 'signals' here."],
    ['the name of shuffling elsewhere', { shuffle: true }, "It is called 'shuffleData' here."],
    ['an option of train', { epochs: 3 }, "got 'epochs'. 'epochs' is an option of train."],
    ['the signal of train', { signal: null }, "'signal' is an option of train."],
    [
      'a class among the signals',
      { signals: class Stop {} },
      'got the class Stop. Make an object of it with new.',
    ],
    ['NeuPy’s spelling', { batch_size: 1 }, "Did you mean 'batchSize'?"],
    ['an unknown loss', { loss: 'msse' }, "got 'msse'"],
    ['no batch', { batchSize: 0 }, 'option batchSize: expected a whole number from 1, got 0.'],
    ['a broken batch', { batchSize: 12.5 }, 'option batchSize'],
    ['a negative step', { step: -0.1 }, 'option step: expected a number from 0, got -0.1.'],
    ['a step that is none', { step: Number.NaN }, 'option step'],
    [
      'a step that float32 takes for infinite',
      { step: 1e39 },
      'option step: expected a number within float32, got 1e+39.',
    ],
    [
      'a step that float32 takes for 0',
      { step: 1e-46 },
      'option step: expected a number within float32, got 1e-46.',
    ],
    ['a step in letters', { step: '0.1' }, "got '0.1'"],
    ['a broken seed', { seed: 0.5 }, 'option seed'],
    ['no epoch to show', { showEpoch: 0 }, 'option showEpoch'],
    ['a flag in letters', { verbose: 'yes' }, "option verbose: expected true or false, got 'yes'."],
    ['another', { shuffleData: 1 }, 'option shuffleData'],
    ['a regularizer that is none', { regularizer: 0.1 }, 'option regularizer'],
    ['a signal whose name is misspelt', { signals: { onEpochEnd: () => {} } }, "Did you mean 'epochEnd'?"],
    [
      'a signal of which one name is misspelt',
      { signals: { epochEnd: () => {}, trainstart: () => {} } },
      "got 'trainstart'. Did you mean 'trainStart'?",
    ],
    [
      'a signal that hears nothing',
      { signals: { patience: 3 } },
      'option signals: expected functions, or objects',
    ],
    [
      'a handler that is no function',
      { signals: { epochEnd: 3 } },
      'option signals, epochEnd: expected a function, got 3.',
    ],
    [
      'an AbortSignal among the signals',
      { signals: new AbortController().signal },
      'To abort training, write train(x, y, { signal }).',
    ],
    [
      'a reporter that is none',
      { reporter: console.log },
      'option reporter: expected an object with the functions print and warn, got the function',
    ],
    [
      'a reporter that cannot warn',
      { reporter: { print: () => {} } },
      'option reporter, warn: expected a function of a message, got undefined.',
    ],
    [
      'a reporter that cannot draw',
      { reporter: { print: () => {}, warn: () => {}, progress: true } },
      'option reporter, progress: expected a function, got true.',
    ],
    [
      'too much momentum',
      { momentum: 1.1 },
      'option momentum: expected a number from 0 and below 1, got 1.1.',
    ],
    ['a velocity that never fades', { momentum: 1 }, 'below 1, got 1.'],
    [
      'momentum that float32 takes for 1',
      { momentum: 1 - 2 ** -26 },
      'option momentum: expected a number from 0 and below 1 within float32, got 0.99999998509',
    ],
    ['Nesterov in letters', { nesterov: 'yes' }, 'option nesterov'],
  ])('%s', (_, options, message) => {
    expect(() => momentum(network, options)).toThrow(OptionError);
    expect(() => momentum(network, options)).toThrow(message);
  });

  it.each([null, 3, 'fast', [], Promise.resolve({})])('%p in place of options', (options) => {
    expect(() => momentum(network, options as never)).toThrow(OptionError);
    expect(() => momentum(network, options as never)).toThrow(
      'momentum: expected options as an object, got ',
    );
  });

  it('options of another algorithm', () => {
    expect(() => gradientDescent(network, { momentum: 0.9 } as never)).toThrow("got 'momentum'");
  });

  it('a network that has nothing to learn', () => {
    expect(() => momentum(input(3).to(relu()))).toThrow('expected a network with parameters to train');
  });

  it.each<[string, (parameter: Parameter) => object, string]>([
    [
      'that has a parameter twice, which would take each step twice',
      (weight) => ({ parameters: [weight, weight] }),
      'momentum: expected a network with each parameter once, got weight twice.',
    ],
    [
      'whose parameters are no list',
      (weight) => ({ parameters: { weight } }),
      'momentum, parameters of the network: expected a list of parameters, got an object.',
    ],
    [
      'that cannot be initialised',
      () => ({ initialize: undefined }),
      'momentum, initialize of the network: expected a function, got undefined.',
    ],
    [
      'that cannot be computed',
      () => ({ forward: 3 }),
      'momentum, forward of the network: expected a function, got 3.',
    ],
  ])('a network %s', (_, part, message) => {
    const weight = new Parameter({ name: 'weight', shape: [1, 1], values: [1] });
    const model = {
      inputShape: [1],
      outputShape: [1],
      parameters: [weight],
      replayable: false,
      initialize: () => {},
      forward: () => weight.variable,
    };
    expect(() => momentum({ ...model, ...part(weight) } as never)).toThrow(OptionError);
    expect(() => momentum({ ...model, ...part(weight) } as never)).toThrow(message);
  });

  it('a list of layers in place of a network', () => {
    expect(() => momentum([relu(3)] as never)).toThrow(
      'momentum: expected a network as the first argument, got an array of 1.',
    );
  });
});

describe('a warning', () => {
  it('points out pixels from 0 to 255', async () => {
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

  it('is not given for a table of whole or small numbers', async () => {
    const warningsFor = async (columns: number, largest: number): Promise<string[]> => {
      const reporter = recorder();
      const optimizer = gradientDescent(input(columns).to(linear(1)), { step: 1e-9, seed: 0, reporter });
      const table = Uint8Array.from({ length: 20 * columns }, (_, index) => (index * 37) % (largest + 1));
      await optimizer.train(ndarray(table, [20, columns]), new Float32Array(20), { epochs: 1 });
      return reporter.warnings;
    };
    expect(await warningsFor(16, 255)).toHaveLength(1);
    expect(await warningsFor(15, 255)).toEqual([]);
    expect(await warningsFor(8, 255)).toEqual([]);
    expect(await warningsFor(16, 127)).toEqual([]);
    expect(await warningsFor(16, 100)).toEqual([]);
  });

  it('points out that the test data are the training data', async () => {
    const reporter = recorder();
    const optimizer = momentum(xorNetwork(), { ...xorOptions, reporter });
    await optimizer.train(xor.x, xor.y, xor.x, xor.y, { epochs: 1 });
    expect(reporter.warnings).toEqual([expect.stringContaining('xTest holds the same samples as xTrain')]);
  });
});

describe('class numbers in place of one-hot rows', () => {
  const labels = [0, 1, 2, 0, 1, 2];

  it.each<[string, Parameters<Optimizer['train']>[1]]>([
    ['a list', labels],
    ['a column', labels.map((label) => [label])],
    ['bytes', Uint8Array.from(labels)],
    ['integers of shape [n, 1]', ndarray(Int32Array.from(labels), [6, 1])],
  ])('are learnt from alike, as %s', async (_, targets) => {
    const [numbered, encoded] = [classifier(), classifier()];
    await numbered.train(x, targets, x.rows(0, 3), labels.slice(0, 3), { epochs: 8, batchSize: 4 });
    await encoded.train(x, y, x.rows(0, 3), y.rows(0, 3), { epochs: 8, batchSize: 4 });
    for (const losses of ['train', 'valid'] as const) {
      for (const [at, loss] of encoded.history[losses].entries()) {
        expect(numbered.history[losses][at]).toBeCloseTo(loss, 6);
      }
    }
    expect(numbered.replay).toBe('replayed');
    expect(await numbered.score(x, targets)).toBeCloseTo(await encoded.score(x, y), 6);
  });

  it('may be weighted and split off by class', async () => {
    const [numbered, encoded] = [classifier(), classifier()];
    const options = { epochs: 3, classWeight: { 0: 3, 2: 0.5 }, validationSplit: 0.5 } as const;
    await numbered.train(x, labels, options);
    await encoded.train(x, y, options);
    expect(numbered.history.train.at(-1)).toBeCloseTo(encoded.history.train.at(-1)!, 5);
    expect(numbered.history.valid.at(-1)).toBeCloseTo(encoded.history.valid.at(-1)!, 5);
  });
});

describe('training accepts data', () => {
  const values = Uint8Array.from([0, 0, 0, 1, 1, 0, 1, 1]);
  const lossesOf = async (
    samples: Parameters<Optimizer['train']>[0],
    targets: Parameters<Optimizer['train']>[1],
  ) => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    await optimizer.train(samples, targets, { epochs: 3 });
    return optimizer.history.train;
  };

  it.each<[string, Parameters<Optimizer['train']>[0], Parameters<Optimizer['train']>[1]]>([
    ['as bytes', ndarray(values, [4, 2]), Uint8Array.from([0, 1, 1, 0])],
    ['as doubles', ndarray(Float64Array.from(values), [4, 2]), [[0], [1], [1], [0]]],
    ['as integers', ndarray(Int32Array.from(values), [4, 2]), ndarray([0, 1, 1, 0])],
    [
      'with rows as typed arrays',
      xor.x.map((row) => Float32Array.from(row)),
      [Uint8Array.of(0, 1, 1, 0)].flatMap((row) => [...row]),
    ],
    ['from another realm', { data: Float32Array.from(values), shape: [4, 2] } as never, xor.y],
  ])('%s', async (_, samples, targets) => {
    expect(await lossesOf(samples, targets)).toEqual(await lossesOf(xor.x, xor.y));
  });
});
