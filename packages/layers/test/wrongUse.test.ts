import { beforeAll, describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError, ShapeError, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { ones } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  batchNorm,
  constant,
  conv2d,
  dropout,
  heNormal,
  heUniform,
  input,
  join,
  layer,
  leakyRelu,
  linear,
  lstm,
  maxPool2d,
  type Network,
  nearestLayer,
  normal,
  orthogonal,
  relu,
  reshape,
  softmax,
  uniform,
  xavierNormal,
  xavierUniform,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

/** What JavaScript lets through and types do not. */
function untyped(value: unknown): never {
  return value as never;
}

function own(outputShape: unknown) {
  return layer({ kind: 'own', outputShape: () => untyped(outputShape), forward: (x) => x });
}

describe('a value that is not a layer', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a layer that was not called',
      () => input(4).to(untyped(relu)),
      'network.to: expected layers such as relu(500), got the function relu. Call it: relu(10).',
    ],
    [
      'a layer without units that was not called',
      () => input(4).to(untyped(batchNorm)),
      'Call it: batchNorm().',
    ],
    ['a window that was not called', () => input([4, 4, 1]).to(untyped(maxPool2d)), 'Call it: maxPool2d(2).'],
    [
      'a function of one’s own',
      () => input(4).to(untyped(function residual() {})),
      'got the function residual. Call it: residual(…).',
    ],
    ['a name', () => input(4).to(untyped('relu')), "got 'relu'. Did you mean relu(10)?"],
    ['a name of Keras’s', () => input(4).to(untyped('Dense')), 'Did you mean linear(10)?'],
    [
      'a name that nobody knows',
      () => input(4).to(untyped('fourier')),
      "got 'fourier'. The layers are input, linear, relu",
    ],
    [
      'an array of layers',
      () => input(4).to(untyped([relu(3), softmax(2)])),
      'got an array of 2. Spread it: to(...layers).',
    ],
    [
      'nothing',
      () => input(4).to(untyped(undefined)),
      'got undefined. Is it imported, and does its function return it?',
    ],
    ['a number', () => input(4).to(untyped(10n)), 'got 10n.'],
    [
      'a layer that was not called, in a join',
      () => join(untyped(relu)),
      'join: expected layers such as relu(500), got the function relu. Call it: relu(10).',
    ],
  ])('is refused: %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each([
    ['Relu', 'relu'],
    ['dense', 'linear'],
    ['Linear', 'linear'],
    ['Conv2D', 'conv2d'],
    ['MaxPooling2D', 'maxPool2d'],
    ['BatchNormalization', 'batchNorm'],
    ['batchnorm2d', 'batchNorm'],
    ['softmaxx', 'softmax'],
    ['Convolution', 'conv2d'],
    ['logistic', 'sigmoid'],
    ['perceptron', undefined],
  ])('%s is nearest to %s', (name, expected) => expect(nearestLayer(name)).toBe(expected));

  it('names the layer that was probably meant', () => {
    expect(() => input(4).to(relu(3)).layer('relu1')).toThrow("got 'relu1'. Did you mean 'relu-1'?");
  });
});

describe('invalid numbers and shapes', () => {
  it.each<[string, () => unknown, string]>([
    [
      'NaN units',
      () => relu(Number.NaN),
      'relu(units): expected a whole number from 1, got NaN. Write relu(10), or relu() for the activation alone.',
    ],
    [
      'half a unit',
      () => linear(2.5),
      'linear(units): expected a whole number from 1, got 2.5. Write linear(10).',
    ],
    ['negative units', () => softmax(-3), 'got -3'],
    ['units as text', () => relu(untyped('10')), "got '10'"],
    [
      'units as an option',
      () => relu(untyped({ units: 10 })),
      "relu: expected options out of alpha, name, got 'units'.",
    ],
    [
      'an activation as an option',
      () => linear(10, untyped({ activation: 'relu' })),
      "got 'activation'. Activations are layers: write relu(10) for dense layers, and put relu() behind others.",
    ],
    [
      'an activation as an option of a recurrent layer',
      () => lstm(10, untyped({ activation: 'tanh' })),
      "got 'activation'. Did you mean 'activations'?",
    ],
    [
      'the shape of the input as an option',
      () => relu(10, untyped({ input_shape: [784] })),
      "got 'input_shape'. A network begins with it: input(784).to(…).",
    ],
    [
      'a penalty as an option',
      () => relu(10, untyped({ kernelRegularizer: 'l2' })),
      "Optimizers have it, for chosen layers: regularizer: l2(1e-4, { filter: 'linear-1' }).",
    ],
    [
      'linear without units',
      () => (linear as () => unknown)(),
      'linear(units): expected a whole number from 1, got undefined. Write linear(10).',
    ],
    [
      'a billion units',
      () => input(784).to(relu(1e9)),
      'layer relu-1, weight: expected at most 1,073,741,824 values, got 784,000,000,000 in [784, 1000000000].',
    ],
    [
      'the slope as Keras has it',
      () => leakyRelu(untyped({ negative_slope: 0.3 })),
      "got 'negative_slope'. It is called 'alpha' here.",
    ],
    [
      'the gain of an orthogonal matrix as PyTorch has it',
      () => orthogonal(untyped({ gain: 2 })),
      "got 'gain'. It is called 'scale' here.",
    ],
    ['no filters', () => conv2d(0, 3), 'conv2d(filters, size)'],
    [
      'a window of text',
      () => conv2d(3, untyped('3')),
      "conv2d size: expected a whole number from 1, or two of them for rows and columns, got '3'.",
    ],
    ['a window of BigInt', () => maxPool2d(untyped(2n)), 'got 2n'],
    [
      'a rate of text',
      () => dropout(untyped('0.5')),
      "dropout(rate): expected a probability from 0 up to, but not including, 1, got '0.5'.",
    ],
    ['alpha as text', () => batchNorm({ alpha: untyped('0.1') }), "got '0.1'"],
    ['an epsilon that is infinite', () => batchNorm({ epsilon: Infinity }), 'got Infinity'],
    ['a shape of BigInt', () => input(untyped(784n)), 'got 784n'],
    ['no shape', () => (input as unknown as () => unknown)(), 'input: expected'],
    ['a negative shape', () => input([-2, -3]), 'got [-2, -3]'],
    ['an empty shape', () => input([]), 'got []'],
    [
      'a name that is none',
      () => relu(3, { name: untyped(5) }),
      'relu, option name: expected a text, got 5.',
    ],
    ['an empty name', () => input(3, { name: '' }), "input, option name: expected a text, got ''."],
    ['an unknown option of input', () => input(3, untyped({ nam: 'x' })), "Did you mean 'name'?"],
  ])('are refused: %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'negative sizes that multiply to the right number',
      () => reshape([-2, -3]),
      'reshape(shape): expected sizes from 1, the batch left out, and at most one -1 for what is left, got [-2, -3].',
    ],
    [
      'two sizes to be worked out',
      () => reshape([-1, 2, -1]),
      'got [-1, 2, -1]. Write every size: reshape([28, 28, 1]).',
    ],
    ['sizes that are not whole', () => reshape([2.5, 2]), 'got [2.5, 2]'],
    ['no sizes', () => reshape([]), 'got []'],
    ['a text for a shape', () => reshape(untyped('6')), "got '6'. Write every size: reshape([28, 28, 1])."],
  ])('are refused by reshape: %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, unknown, string]>([
    [
      'negative',
      [-2, -3],
      'layer own-1, outputShape: expected an array of sizes from 1, the batch left out, got [-2, -3].',
    ],
    ['not whole', [2.5], 'got [2.5]'],
    ['NaN', [Number.NaN], 'got [NaN]'],
    ['a number', 5, 'got 5'],
    ['with a batch of null', [null, 5], 'got [null, 5]'],
  ])('are refused in a layer of one’s own: %s', (_, shape, message) => {
    expect(() => input(4).to(own(shape))).toThrow(ShapeError);
    expect(() => input(4).to(own(shape))).toThrow(message);
  });

  it('are refused in the parameters of a custom layer', () => {
    const bad = layer({
      kind: 'own',
      parameters: () => ({ w: { shape: [-2, 3], value: 0 } }),
      forward: (x) => x,
    });
    expect(() => input(4).to(bad)).toThrow('layer own-1, w: expected an array of sizes from 1');
  });
});

describe('invalid initial values', () => {
  it.each<[string, () => unknown, string]>([
    [
      'an unknown option',
      () => normal(untyped({ stddev: 1 })),
      "normal: expected options out of mean, std, got 'stddev'.",
    ],
    ['a number for options', () => heNormal(untyped(2)), 'heNormal: expected options as an object, got 2.'],
    ['a negative deviation', () => normal({ std: -1 }), 'normal, std: expected a number from 0, got -1.'],
    ['a mean that is NaN', () => normal({ mean: Number.NaN }), 'normal, mean'],
    ['a gain of 0', () => heUniform({ gain: 0 }), 'heUniform, gain: expected a number above 0, got 0.'],
    [
      'a gain of text',
      () => xavierNormal({ gain: untyped('2') }),
      "xavierNormal, gain: expected a number above 0, got '2'.",
    ],
    ['an infinite gain', () => xavierUniform({ gain: Infinity }), 'got Infinity'],
    [
      'limits the wrong way round',
      () => uniform({ low: 1, high: -1 }),
      'uniform: expected low below high, got 1 and -1.',
    ],
    [
      'a constant of text',
      () => constant(untyped('1')),
      "constant(value): expected a finite number, got '1'.",
    ],
    ['a constant of NaN', () => constant(Number.NaN), 'constant(value)'],
    [
      'the name of an initializer',
      () => input(2).to(relu(3, { weight: untyped('heNormal') })),
      "relu-1.weight: expected a number, values of shape [2, 3], or an initializer such as heNormal(), got 'heNormal'.",
    ],
    [
      'an initializer that was not called',
      () => input(2).to(relu(3, { weight: untyped(heNormal) })),
      'got the function heNormal. Call it: heNormal().',
    ],
    [
      'false for a bias',
      () => input(2).to(relu(3, { bias: untyped(false) })),
      'got false. For no bias, write bias: null.',
    ],
    [
      'NaN for all',
      () => input(2).to(relu(3, { weight: Number.NaN })),
      'parameter relu-1.weight: expected a finite number, got NaN.',
    ],
  ])('are refused: %s', (_, make, message) => {
    expect(make).toThrow(NeutypeError);
    expect(make).toThrow(message);
  });

  it.each<[string, unknown, string]>([
    [
      'transposed',
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      'expected values of shape [2, 3], got values of shape [3, 2]',
    ],
    [
      'ragged',
      [
        [1, 2, 3],
        [4, 5],
      ],
      'relu-1.weight: expected rows of equal length',
    ],
    [
      'with NaN',
      [
        [1, 2, 3],
        [4, Number.NaN, 6],
      ],
      'relu-1.weight: expected finite numbers, got NaN at [1][1]',
    ],
  ])('are refused: values %s', (_, weight, message) => {
    expect(() => input(2).to(relu(3, { weight: untyped(weight) }))).toThrow(message);
  });

  it('are accepted as rows of typed arrays', async () => {
    const rows = [new Float32Array([1, 2]), new Float32Array([3, 4])];
    const network = input(2).to(linear(2, { weight: rows }));
    network.initialize(random(0));
    expect([...(await network.layer('linear-1').parameters['weight']!.read())]).toEqual([1, 2, 3, 4]);
  });
});

describe('a custom initializer', () => {
  const filling = (fill: unknown): Network =>
    input(2).to(relu(3, { weight: untyped({ name: 'own()', fill }) }));

  it.each<[string, unknown, string]>([
    [
      'that gives NaN',
      (target: Float32Array) => void target.fill(Number.NaN, 4, 5),
      'parameter relu-1.weight, filled by own(): expected finite numbers, got NaN at [1][1].',
    ],
    [
      'that returns values instead of writing them',
      (target: Float32Array) => target.map(() => 1),
      'parameter relu-1.weight, filled by own(): expected fill to write to target, got a Float32Array of 6, and nothing written.',
    ],
    [
      'that is asynchronous',
      async (target: Float32Array) => void target.fill(1),
      'parameter relu-1.weight, filled by own(): expected fill to be done when it returns, got a Promise.',
    ],
    [
      'that throws',
      () => {
        throw new RangeError('no such quantile');
      },
      'parameter relu-1.weight, filled by own(): no such quantile',
    ],
  ])('%s is named', (_, fill, message) => {
    expect(() => filling(fill).initialize(random(0))).toThrow(message);
  });

  it.each<[string, (target: Float32Array) => unknown, number]>([
    ['may return the target', (target) => target.fill(2), 2],
    ['may return the target filled with zeros', (target) => target.fill(0), 0],
    ['may leave zeros as they are', () => {}, 0],
    ['may return what a last expression gives', (target) => [target.fill(3)], 3],
  ])('%s', async (_, fill, value) => {
    const network = filling(fill);
    network.initialize(random(0));
    expect([...(await network.parameters[0]!.read())]).toEqual(new Array(6).fill(value));
  });
});

describe('the definition of a layer', () => {
  it.each<[string, object, string]>([
    [
      'outputs',
      { outputs: 'probability' },
      "layer, outputs: expected one of 'distribution', 'logarithms', 'probabilities', ",
    ],
    ['outputs', { outputs: true }, 'got true.'],
    ['replayable', { replayable: 'no' }, "layer, replayable: expected true or false, got 'no'."],
    ['activation', { activation: 'reul' }, "Did you mean 'relu'?"],
    ['logits', { logits: 3 }, 'layer, logits: expected an activation and the forward before it, got 3.'],
    [
      'logits',
      { logits: { activation: 'tanh', forward: () => {} } },
      "layer, logits, activation: expected one of 'softmax', 'sigmoid', got 'tanh'.",
    ],
    ['logits', { logits: { activation: 'softmax' } }, 'layer, logits, forward: expected a function'],
    [
      'smallestBatch',
      { smallestBatch: 2 },
      'layer, smallestBatch: expected a function of the input shape, got 2.',
    ],
    [
      'outputShape',
      { outputShape: [2] },
      'layer, outputShape: expected a function of the input shape, got an array of 1.',
    ],
    [
      'parameters',
      { parameters: {} },
      'layer, parameters: expected a function of the input shape, got an object.',
    ],
    [
      'forwardWith',
      { forwardWith: 'relu' },
      "layer, forwardWith: expected a function of an activation, got 'relu'.",
    ],
    ['name', { name: 5 }, 'layer, name: expected a text, got 5.'],
    ['name', { name: '' }, "layer, name: expected a text, got ''."],
    ['settings', { settings: 3 }, 'layer, settings: expected plain values by their names, got 3.'],
  ])('is refused with %s that cannot be: %p', (_, part, message) => {
    const make = (): unknown => layer({ kind: 'own', forward: (x) => x, ...part });
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, object, string]>([
    [
      'a smallest batch',
      { smallestBatch: () => Number.NaN },
      'layer own-1, smallestBatch: expected a whole number from 1, got NaN.',
    ],
    [
      'a parameter',
      { parameters: () => ({ w: null }) },
      'layer own-1, w: expected the shape and value of a parameter, got null.',
    ],
    [
      'a parameter',
      { parameters: () => ({ w: 3 }) },
      'layer own-1, w: expected the shape and value of a parameter, got 3.',
    ],
    [
      'a flag',
      { parameters: () => ({ w: { shape: [2], value: 1, trainable: 'no' } }) },
      "parameter own-1.w, option trainable: expected true or false, got 'no'.",
    ],
  ])('is refused in its place for %s that cannot be', (_, part, message) => {
    const place = (): unknown => input(2).to(layer({ kind: 'own', forward: (x) => x, ...part }));
    expect(place).toThrow(OptionError);
    expect(place).toThrow(message);
  });
});

describe('a custom layer that fails while a network is built', () => {
  function failing(shape: readonly number[]): never {
    throw new TypeError(`no rule for ${shape.length}`);
  }

  it('is named in the error, whether its shape or its parameters failed', () => {
    const [shape, parameters] = [{ outputShape: failing }, { parameters: failing }].map((part) =>
      layer({ kind: 'own', forward: (x) => x, ...part }),
    );
    expect(() => input(4).to(shape!)).toThrow('layer own-1: no rule for 1');
    expect(() => input(4).to(parameters!)).toThrow('layer own-1: no rule for 1');
  });
});

describe('a network used without an optimizer', () => {
  const network = input(2).to(relu(3));

  it('says what initialize expects', () => {
    expect(() => network.initialize(untyped(5))).toThrow(
      'network.initialize: expected a source of random numbers, got 5. Write network.initialize(random(5)).',
    );
  });

  it('refuses unknown options of forward', () => {
    expect(() => network.forward(untyped(undefined), untyped({ trainning: true }))).toThrow(
      "network.forward: expected options out of training, randomness, statisticsRate, got 'trainning'. Did you mean 'training'?",
    );
  });

  it('computes outputs of tensors', () => {
    expect(() => network.forward(untyped([[1, 2]]))).toThrow(
      'network.forward, x: expected a tensor, got an array of 1. For arrays there is network.predict(x).',
    );
  });
});

describe('names', () => {
  it('are escaped in tables and messages if they hold control characters', () => {
    const network: Network = input(2).to(relu(3, { name: '\u001b[31mred\u001b[0m' }));
    expect(network.toString()).toContain('\\x1b[31mred\\x1b[0m');
    expect(network.toString()).not.toContain('\u001b');
    expect(() => network.to(relu(3, { name: '\u001b[31mred\u001b[0m' }))).toThrow(/^layer \\x1b\[31mred/);
    const failing = layer({
      kind: '\u001b[31mred',
      forward: () => {
        throw new Error('\u001b[2Jgone');
      },
    });
    expect(() =>
      input(2)
        .to(failing)
        .forward(ones([1, 2])),
    ).toThrow('layer \\x1b[31mred-1: \\x1b[2Jgone');
  });
});
