import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { min, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  type GlobalPooling,
  globalAvgPool,
  globalMaxPool,
  globalPool,
  input,
  type Layer,
  maxPool1d,
  maxPool2d,
  type Pair,
} from '../src/index.js';
import { expectClose, type GoldenCase, golden, outputAndGradients } from './support.js';

beforeAll(() => useBackend('cpu'));

interface Options {
  readonly name?: string;
  readonly size?: Pair;
  readonly pooling?: GlobalPooling;
}

type Case = GoldenCase & { readonly layer: keyof typeof LAYERS; readonly options: Options };

const LAYERS = {
  maxPool2d: ({ size, ...options }: Options): Layer => maxPool2d(size!, options),
  avgPool2d: ({ size, ...options }: Options): Layer => avgPool2d(size!, options),
  maxPool1d: ({ size, ...options }: Options): Layer => maxPool1d(size as number, options),
  avgPool1d: ({ size, ...options }: Options): Layer => avgPool1d(size as number, options),
  adaptiveAvgPool2d: ({ size }: Options): Layer => adaptiveAvgPool2d(size!),
  adaptiveMaxPool2d: ({ size }: Options): Layer => adaptiveMaxPool2d(size!),
  globalPool: ({ pooling, ...options }: Options): Layer => globalPool(pooling!, options),
};

describe('layers that pool give PyTorch’s outputs and gradients', () => {
  it.each(golden<Case>('pooling'))('%s', (_, { layer, options, x, y, dx, dy }) => {
    const network = input(x.shape.slice(1)).to(LAYERS[layer](options));
    network.initialize(random(0));
    expect(network.outputShape).toEqual(y.shape.slice(1));
    const actual = outputAndGradients(network, x, dy.data);
    expectClose(actual.y, y);
    expectClose(actual.dx, dx, 1e-5);
  });
});

describe('global pooling', () => {
  const x = tensor([1, 5, 2, 4, 3, 3], [1, 3, 2]);

  it('is called by the names of other libraries, too', () => {
    expect([...input([3, 2]).to(globalAvgPool()).forward(x).dataSync()]).toEqual([2, 4]);
    expect([...input([3, 2]).to(globalMaxPool()).forward(x).dataSync()]).toEqual([3, 5]);
  });

  it('takes a function of a tensor and the axes of its positions', () => {
    const network = input([3, 2]).to(globalPool((values, axes) => min(values, axes)));
    expect(network.outputShape).toEqual([2]);
    expect([...network.forward(x).dataSync()]).toEqual([1, 3]);
  });

  it('leaves rows of channels as they are', () => {
    const network = input(2).to(globalPool('sum'));
    expect([...network.forward(tensor([[3, 4]])).dataSync()]).toEqual([3, 4]);
  });

  // The largest value too on the CPU engine; tfjs's max pooling passes it over.
  it('gives NaN for a mean or sum of positions one of which holds it', () => {
    const broken = tensor([1, Number.NaN, 2, 4, 3, 3], [1, 3, 2]);
    for (const pooling of ['avg', 'sum'] as const) {
      for (const options of [{}, { maskValue: 3 }]) {
        const network = input([3, 2]).to(globalPool(pooling, options));
        expect([...network.forward(broken).dataSync()].map(Number.isNaN)).toEqual([false, true]);
      }
    }
  });

  it('says what does not fit', () => {
    expect(() => globalPool('mean' as never)).toThrow(
      "globalPool(pooling): expected 'avg', 'max', 'sum', or a function of a tensor and axes, got 'mean'",
    );
    expect(() => globalPool(min as never, { maskValue: 0 })).toThrow('globalPool maskValue');
    expect(() => input([4, 4, 2]).to(globalAvgPool({ maskValue: 0 }))).toThrow(
      'layer global-avg-pool-1, maskValue: expected sequences, [?, time, features], got [?, 4, 4, 2]',
    );
  });
});

describe('pooling says what does not fit', () => {
  it.each<[string, () => unknown, string]>([
    [
      'no sequence',
      () => input(8).to(maxPool1d(2) as Layer),
      'layer max-pool1d-1: expected a sequence, [?, time, features], got [?, 8]',
    ],
    [
      'a window longer than the sequence',
      () => input([3, 2]).to(avgPool1d(4)),
      'layer avg-pool1d-1: expected a sequence that a window of 4 fits into, got [?, 3, 2]',
    ],
    ['a window over time of two sizes', () => maxPool1d([2, 2] as never), 'maxPool1d size'],
    [
      'padding as large as the window',
      () => avgPool1d(2, { padding: 2 }),
      "avgPool1d padding: expected less than the window's size, 2, got 2",
    ],
    [
      'no image',
      () => input([8, 2]).to(adaptiveAvgPool2d(2) as Layer),
      'layer adaptive-avg-pool2d-1: expected images, [?, height, width, channels], got [?, 8, 2]',
    ],
    ['no size', () => adaptiveMaxPool2d(0), 'adaptiveMaxPool2d size: expected a whole number from 1'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

const NONE = [
  [0, 0],
  [0, 0],
];
const ONE = [
  [1, 1],
  [1, 1],
];

describe('a file can say of a pooling', () => {
  it.each<[string, Layer, object]>([
    ['maxPool2d', maxPool2d([2, 3]), { size: [2, 3], stride: [2, 3], padding: NONE }],
    ['avgPool2d', avgPool2d(3, { stride: 2, padding: 1 }), { size: [3, 3], stride: [2, 2], padding: ONE }],
    ['maxPool1d', maxPool1d(3, { padding: 'same' }), { size: 3, stride: 3, padding: 'same' }],
    ['adaptiveAvgPool2d', adaptiveAvgPool2d(7), { size: [7, 7] }],
    ['globalMaxPool', globalMaxPool({ maskValue: 0 }), { maskValue: 0 }],
  ])('%s', (_, { definition }, settings) => {
    expect(definition.settings).toEqual(settings);
  });
});
