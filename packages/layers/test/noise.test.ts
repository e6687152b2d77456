import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  dropoutScale,
  gaussianValues,
  OptionError,
  ShapeError,
  type StagedScalar,
  stagedScalar,
  useBackend,
} from '@neutype/core';
import { Random, random } from '@neutype/random';
import { ones, type Tensor, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  dropBlock,
  dropout,
  gaussianDropout,
  gaussianNoise,
  gaussianSample,
  input,
  type Layer,
  linear,
  residual,
  spatialDropout,
  stochasticDepth,
} from '../src/index.js';

const key = random(0).key;
let counter: StagedScalar;

beforeAll(async () => {
  await useBackend('cpu');
  counter = stagedScalar(1, 'int32');
});

/** What JavaScript lets through and types do not. */
function untyped(value: unknown): never {
  return value as never;
}

/** What a layer makes of ones in training. */
function ofOnes(shape: readonly number[], layer: Layer): Tensor {
  return input(shape.slice(1))
    .to(layer)
    .forward(ones([...shape]), { training: true, randomness: { key, counter } });
}

/** What a layer of this name draws from. */
function keyOf(name: string): readonly [number, number] {
  return new Random(key).split(name).key;
}

const EVERY: [string, Layer][] = [
  ['dropout', dropout(0.5)],
  ['spatialDropout', spatialDropout(0.5)],
  ['gaussianNoise', gaussianNoise(0.5, { mean: 1 })],
  ['gaussianDropout', gaussianDropout(0.5)],
  ['dropBlock', dropBlock(0.5, 2)],
  ['stochasticDepth', stochasticDepth(0.5)],
];

describe.each(EVERY)('%s', (_, layer) => {
  const SHAPE = [8, 5, 6, 3];

  it('passes everything on outside of training', () => {
    const network = input(SHAPE.slice(1)).to(layer);
    expect(new Set(network.forward(ones(SHAPE)).dataSync())).toEqual(new Set([1]));
  });

  it('draws from the seed, the layer’s name and the number of the update alone', () => {
    counter.value = 1;
    const first = ofOnes(SHAPE, layer).dataSync();
    expect(ofOnes(SHAPE, layer).dataSync()).toEqual(first);
    counter.value = 2;
    expect(ofOnes(SHAPE, layer).dataSync()).not.toEqual(first);
    counter.value = 1;
  });

  it('says what is missing if it has no random numbers', () => {
    const network = input(SHAPE.slice(1)).to(layer);
    expect(() => network.forward(ones(SHAPE), { training: true })).toThrow(
      /^layer .*-1: expected context.randomness in training mode/,
    );
  });
});

describe('spatialDropout', () => {
  it('drops whole channels of a sample, by the bits that dropout of one value each would take', () => {
    const y = ofOnes([4, 3, 2, 5], spatialDropout(0.4)).arraySync() as number[][][][];
    const scale = dropoutScale(20, 0.4, keyOf('spatial-dropout-1'), 1);
    y.forEach((image, sample) => {
      for (const pixel of image.flat()) {
        expect(pixel).toEqual([...scale.subarray(sample * 5, sample * 5 + 5)]);
      }
    });
    expect(new Set(scale)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
  });

  it('takes sequences, and refuses rows', () => {
    expect(ofOnes([2, 7, 3], spatialDropout(0.4)).shape).toEqual([2, 7, 3]);
    expect(() => input(5).to(spatialDropout(0.4) as Layer)).toThrow(ShapeError);
    expect(() => input(5).to(spatialDropout(0.4) as Layer)).toThrow(
      'layer spatial-dropout-1: expected images [?, height, width, channels] or sequences [?, time, features], got [?, 5]. For rows of features there is dropout.',
    );
  });
});

describe('stochasticDepth', () => {
  it('drops whole samples, and leaves the residual connection', () => {
    const block = residual(linear(3, { weight: 0, bias: 3 }), stochasticDepth(0.25));
    const network = input(3).to(block);
    network.initialize(random(0));
    const y = network.forward(ones([40, 3]), { training: true, randomness: { key, counter } });
    const scale = dropoutScale(40, 0.25, keyOf('stochastic-depth-1'), 1);
    for (const [sample, values] of (y.arraySync() as number[][]).entries()) {
      for (const value of values) expect(value).toBeCloseTo(1 + 3 * scale[sample]!, 5);
    }
    expect(scale).toContain(0);
  });
});

describe('gaussianNoise and gaussianDropout', () => {
  it('add the numbers of their mean and standard deviation', () => {
    const y = ofOnes([2, 5], gaussianNoise(0.5, { mean: 2 })).dataSync();
    const [key0, key1] = keyOf('gaussian-noise-1');
    const noise = gaussianValues(10, { mean: 2, std: 0.5, key0, key1 }, 1);
    noise.forEach((value, index) => {
      expect(y[index]).toBeCloseTo(1 + value, 6);
    });
  });

  it('begin with mean 0 and standard deviation 1, which NeuPy documents and exchanges', () => {
    expect(input(3).to(gaussianNoise()).layer('gaussian-noise-1').settings).toEqual({ std: 1, mean: 0 });
  });

  it('multiply by numbers of mean 1 and the variance of dropout’s factors', () => {
    const rate = 0.2;
    const values = ofOnes([100, 1000], gaussianDropout(rate)).dataSync<'float32'>();
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
    // Five standard deviations of the mean and of the variance.
    const expected = rate / (1 - rate);
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(expected / values.length));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
  });
});

describe('dropBlock', () => {
  const [SAMPLES, HEIGHT, WIDTH, CHANNELS] = [3, 6, 7, 2] as const;

  /** NeuPy's formula, block by block. */
  function expected(rate: number, rows: number, columns: number): number[] {
    const kept = new Array<number>(SAMPLES * HEIGHT * WIDTH * CHANNELS).fill(1);
    const [down, along] = [HEIGHT - rows + 1, WIDTH - columns + 1];
    const chance = (rate * HEIGHT * WIDTH) / (rows * columns * down * along);
    const scale = dropoutScale(SAMPLES * down * along * CHANNELS, chance, keyOf('drop-block-1'), 1);
    scale.forEach((factor, seed) => {
      if (factor > 0) return;
      const channel = seed % CHANNELS;
      const left = Math.floor(seed / CHANNELS) % along;
      const top = Math.floor(seed / CHANNELS / along) % down;
      const sample = Math.floor(seed / CHANNELS / along / down);
      for (let row = top; row < top + rows; row++) {
        for (let column = left; column < left + columns; column++) {
          kept[((sample * HEIGHT + row) * WIDTH + column) * CHANNELS + channel] = 0;
        }
      }
    });
    const left = kept.reduce((total, value) => total + value, 0);
    return kept.map((value) => (value * kept.length) / left);
  }

  it.each([
    [1, 1],
    [2, 3],
    [3, 2],
    [4, 5],
    [6, 7],
  ] as const)('drops the blocks of NeuPy’s formula, %i × %i', (rows, columns) => {
    const y = ofOnes([SAMPLES, HEIGHT, WIDTH, CHANNELS], dropBlock(0.4, [rows, columns])).dataSync();
    const values = expected(0.4, rows, columns);
    expect(values).toContain(0);
    values.forEach((value, index) => {
      expect(y[index]).toBeCloseTo(value, 5);
    });
  });

  it('drops about the rate where blocks are few', () => {
    const y = ofOnes([200, 20, 20, 1], dropBlock(0.05, 3)).dataSync<'float32'>();
    const dropped = y.filter((value) => value === 0).length / y.length;
    // Seeds of 0.05 · 400 / 9 a sample, five standard deviations of their number, and what lies on each other: about rate² / 2.
    const seeds = (200 * 0.05 * 400) / 9;
    expect(Math.abs(dropped - 0.05)).toBeLessThan(0.05 * (5 / Math.sqrt(seeds)) + 0.05 ** 2);
  });

  it('refuses images that are smaller than a block, with both sizes', () => {
    expect(() => input([4, 5, 1]).to(dropBlock(0.1, 5))).toThrow(ShapeError);
    expect(() => input([4, 5, 1]).to(dropBlock(0.1, 5))).toThrow(
      'layer drop-block-1: expected an image that a window of 5 × 5 fits into, got [?, 4, 5, 1]. Take smaller blocks.',
    );
  });
});

it.each<[string, () => unknown, string]>([
  [
    'a rate of 1',
    () => spatialDropout(1),
    'spatialDropout(rate): expected a probability from 0 up to, but not including, 1, got 1.',
  ],
  ['a negative rate', () => stochasticDepth(-0.1), 'got -0.1'],
  ['no rate', () => gaussianDropout(untyped(undefined)), 'got undefined'],
  ['a block without a size', () => dropBlock(0.1, untyped(undefined)), 'dropBlock blockSize'],
  ['a negative standard deviation', () => gaussianNoise(-1), 'gaussianNoise(std)'],
  ['a mean that is none', () => gaussianNoise(1, { mean: Number.NaN }), 'gaussianNoise mean'],
  ['an unknown option', () => gaussianNoise(1, untyped({ men: 2 })), "Did you mean 'mean'?"],
])('options are refused: %s', (_, make, message) => {
  expect(make).toThrow(OptionError);
  expect(make).toThrow(message);
});

describe('gaussianSample', () => {
  const network = input(4).to(gaussianSample({ name: 'code' }));
  let x: Tensor;
  beforeAll(() => {
    x = tensor([1, -2, 0, 2 * Math.LN2, 0.5, 3, -200, 4], [2, 4]);
  });

  it('draws with the means and variances that it is given', () => {
    const drawn = network.forward(x, { training: true, randomness: { key, counter } });
    const [key0, key1] = keyOf('code');
    const noise = gaussianValues(4, { mean: 0, std: 1, key0, key1 }, counter.value);
    const expected = [1 + noise[0]!, -2 + 2 * noise[1]!, 0.5, 3 + Math.exp(2) * noise[3]!];
    for (const [index, value] of drawn.dataSync().entries()) expect(value).toBeCloseTo(expected[index]!, 5);
  });

  it('gives the means outside of training', () => {
    expect([...network.forward(x).dataSync()]).toEqual([1, -2, 0.5, 3]);
  });

  it('refuses inputs without a logarithm for each mean', () => {
    expect(() => input(3).to(gaussianSample())).toThrow(
      'layer gaussian-sample-1: expected as many means as logarithms of variances, an even last size, got [?, 3].',
    );
  });

  it('says what is missing if it has no random numbers', () => {
    expect(() => network.forward(x, { training: true })).toThrow('layer code: expected context.randomness');
  });
});
