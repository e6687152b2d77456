import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, ShapeError, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  conv2d,
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  input,
  type Layer,
  leakyRelu,
  linear,
  logSoftmax,
  mish,
  pRelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '../src/index.js';
import { expectClose, type GoldenCase, nested, outputAndGradients, type Packed } from './support.js';

beforeAll(() => useBackend('cpu'));

const LAYERS = {
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  linear,
  logSoftmax,
  mish,
  pRelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
};

interface ActivationCase extends GoldenCase {
  readonly kind: keyof typeof LAYERS;
  readonly options: object;
  readonly name: string;
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/activations.json', import.meta.url), 'utf8'),
) as readonly ActivationCase[];

describe('layers called after their activations give PyTorch’s outputs and gradients', () => {
  it.each(golden.map((each) => [`${each.kind} ${JSON.stringify(each.options)} ${each.name}`, each] as const))(
    '%s',
    (_, { kind, options, x, parameters, y, dy, dx, gradients }) => {
      const values = Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, nested(value)]),
      );
      const make = LAYERS[kind] as (...args: unknown[]) => Layer;
      const layer =
        'weight' in parameters ? make(2, { ...options, ...values }) : make({ ...options, ...values });
      const network = input(x.shape.slice(1)).to(layer);
      network.initialize(random(0));
      const actual = outputAndGradients(network, x, dy.data);
      expectClose(actual.y, y, 1e-5);
      expectClose(actual.dx, dx, 1e-5);
      expect(Object.keys(actual.gradients)).toEqual(Object.keys(gradients));
      for (const [name, gradient] of Object.entries(gradients)) {
        expectClose(actual.gradients[name] as Packed, gradient, 1e-5);
      }
    },
  );
});

describe('an activation', () => {
  it('keeps the shape alone, and with units changes the last size', () => {
    expect(input([5, 4]).to(gelu()).outputShape).toEqual([5, 4]);
    expect(input([5, 4]).to(gelu(3)).outputShape).toEqual([5, 3]);
    expect(input([6, 5, 4]).to(relu(3)).outputShape).toEqual([6, 5, 3]);
    expect(input([6, 5, 4]).to(relu(3)).parameterCount).toBe(4 * 3 + 3);
  });

  it.each<[string, (units: number) => Layer, number]>([
    ['relu', relu, 2],
    ['pRelu', pRelu, 2],
    ['relu6', relu6, 2],
    ['gelu', gelu, 2],
    ['silu', silu, 2],
    ['mish', mish, 2],
    ['hardSwish', hardSwish, 2],
    ['leakyRelu', leakyRelu, 1],
    ['elu', elu, 1],
    ['selu', selu, 1],
    ['sigmoid', sigmoid, 1],
    ['hardSigmoid', hardSigmoid, 1],
    ['tanh', tanh, 1],
    ['softplus', softplus, 1],
    ['softmax', softmax, 1],
    ['logSoftmax', logSoftmax, 1],
  ])('%s begins with weights of variance gain / inputs, the gain of NeuPy', async (_, make, gain) => {
    const network = input(400).to(make(300));
    network.initialize(random(7));
    const weights = await network.parameter(`${network.layers[1]?.name}.weight`).read();
    const variance = weights.reduce((sum, value) => sum + value ** 2, 0) / weights.length;
    // The variance of n normal numbers is off by √(2 / n) of itself, one standard deviation; five of them are the bound.
    expect(Math.abs((variance * 400) / gain - 1)).toBeLessThan(5 * Math.sqrt(2 / weights.length));
  });

  it('is called in its network as it is in code, with hyphens', () => {
    const network = input(3).to(leakyRelu(2), hardSwish(), logSoftmax(2), pRelu());
    expect(network.layers.slice(1).map(({ name }) => name)).toEqual([
      'leaky-relu-1',
      'hard-swish-1',
      'log-softmax-1',
      'p-relu-1',
    ]);
  });

  it('tells in its settings what it was made with', () => {
    const network = input([4, 3]).to(
      relu(2),
      leakyRelu({ alpha: 0.2 }),
      elu(2),
      gelu({ approximate: 'tanh' }),
      hardSigmoid(),
      pRelu({ alphaAxes: [1, 2] }),
      softmax({ axis: 1 }),
    );
    expect(network.layers.slice(1).map(({ settings }) => settings)).toEqual([
      { units: 2, alpha: 0 },
      { alpha: 0.2 },
      { units: 2, alpha: 1 },
      { approximate: 'tanh' },
      { slope: 0.2 },
      { alphaAxes: [1, 2] },
      { axis: 1 },
    ]);
  });

  it('that a convolution computes by itself is computed together with it', () => {
    const network = input([4, 4, 1]).to(conv2d(2, 3), leakyRelu());
    expect(network.layers[2]?.activation).toBe('leakyrelu');
    expect(
      input([4, 4, 1]).to(conv2d(2, 3), leakyRelu({ alpha: 0.2 })).layers[2]?.activation,
    ).toBeUndefined();
  });
});

describe('softplus and logSoftmax', () => {
  function outputsOf(layer: Layer, rows: number[][]): number[] {
    const network = input((rows[0] as number[]).length).to(layer);
    return [...network.forward(tensor(rows)).dataSync()];
  }

  it('stay exact for values of any size', () => {
    expect(outputsOf(softplus(), [[-1000, -50, 50, 1000]])).toEqual([
      0,
      Math.fround(Math.exp(-50)),
      50,
      1000,
    ]);
    const [first, second] = outputsOf(logSoftmax(), [[1000, -1000]]);
    expect([first, second]).toEqual([0, -2000]);
  });

  it('have finite gradients there', () => {
    for (const layer of [softplus(), logSoftmax()]) {
      const network = input(3).to(layer);
      const x = { shape: [1, 3], data: [-1000, 0, 1000] };
      const { dx } = outputAndGradients(network, x, [1, 2, 3]);
      expect(dx.data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('what an activation tells a loss', () => {
  it.each<[string, Layer, string | undefined, string | undefined]>([
    ['softmax', softmax(3), 'distribution', 'softmax'],
    ['softmax along another axis', softmax({ axis: 1 }), undefined, undefined],
    ['softmax along the last axis by its name', softmax({ axis: -1 }), 'distribution', 'softmax'],
    ['logSoftmax', logSoftmax(3), 'logarithms', undefined],
    ['sigmoid', sigmoid(3), 'probabilities', 'sigmoid'],
    ['hardSigmoid', hardSigmoid(3), 'probabilities', undefined],
    ['gelu', gelu(3), 'numbers', undefined],
  ])('%s', (_, layer, kind, activation) => {
    const network = input([2, 3]).to(layer);
    expect(network.outputs?.kind).toBe(kind);
    expect(network.outputActivation).toBe(activation);
  });
});

describe('an activation is refused', () => {
  it.each<[string, () => unknown, string]>([
    ['relu with a negative slope', () => relu(3, { alpha: -1 }), 'relu, alpha: expected a number from 0'],
    ['elu with a negative alpha', () => elu({ alpha: -1 }), 'elu, alpha: expected a number from 0'],
    ['leakyRelu with a slope that is none', () => leakyRelu({ alpha: Number.NaN }), 'leakyRelu, alpha'],
    [
      'hardSigmoid that is flat',
      () => hardSigmoid({ slope: 0 }),
      'hardSigmoid, slope: expected a number above 0',
    ],
    [
      'gelu with another approximation',
      () => gelu(3, { approximate: 'sigmoid' as 'tanh' }),
      "gelu, approximate: expected one of 'none', 'tanh', got 'sigmoid'.",
    ],
    ['gelu with another layer’s option', () => gelu({ alpha: 1 } as object), 'gelu: expected options out of'],
    ['softmax along the batch', () => softmax({ axis: 0 }), 'softmax, option axis: expected a whole number'],
    [
      'pRelu with an alpha for each sample',
      () => pRelu({ alphaAxes: 0 }),
      'other than 0, which is the batch',
    ],
    ['pRelu with half an axis', () => pRelu({ alphaAxes: [1.5] }), 'pRelu, option alphaAxes'],
    ['pRelu without axes', () => pRelu({ alphaAxes: [] }), 'pRelu, option alphaAxes'],
    ['units and options given twice', () => silu({} as never, {}), 'silu(units): expected a whole number'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'softmax along an axis that is not there',
      () => input(3).to(softmax({ axis: 2 })),
      'layer softmax-1: expected an output with the axis 2, got [?, 3].',
    ],
    [
      'logSoftmax along an axis before the batch',
      () => input(3).to(logSoftmax({ axis: -3 })),
      'layer log-softmax-1: expected an output with the axis -3, got [?, 3].',
    ],
    [
      'pRelu with an axis that is not there',
      () => input(3).to(pRelu(4, { alphaAxes: 2 })),
      'layer p-relu-1: expected an output with the axes 2, each once, for alpha, got [?, 4].',
    ],
    [
      'pRelu with an axis twice',
      () => input([3, 4]).to(pRelu({ alphaAxes: [2, -1] })),
      'layer p-relu-1: expected an output with the axes 2 and -1, each once, for alpha, got [?, 3, 4].',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(message);
  });
});
