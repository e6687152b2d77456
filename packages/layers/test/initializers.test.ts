import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, ShapeError, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  constant,
  conv2d,
  flatten,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  input,
  type Layer,
  lecunNormal,
  lecunUniform,
  linear,
  type Network,
  normal,
  orthogonal,
  relu,
  sigmoid,
  softmax,
  sparse,
  tanh,
  truncatedNormal,
  uniform,
  varianceScaling,
  xavierNormal,
  xavierUniform,
} from '../src/index.js';
import { expectClose, type Packed } from './support.js';

beforeAll(() => useBackend('cpu'));

const shape = [400, 200];

interface GoldenSpread {
  readonly name: string;
  readonly shape: number[];
  readonly normal?: number;
  readonly limit?: number;
}

const golden: GoldenSpread[] = JSON.parse(
  readFileSync(new URL('golden/initializers.json', import.meta.url), 'utf8'),
);

interface Statistics {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly largest: number;
}

function statisticsOf(values: Float32Array): Statistics {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { count, mean, std: Math.sqrt(variance), largest };
}

function drawn(initializer: Initializer, of: readonly number[] = shape): Float32Array {
  const values = new Float32Array(of.reduce((product, length) => product * length, 1));
  initializer.fill(values, of, random(0));
  return values;
}

/** How many standard errors a statistic may be off: beyond five there are six in ten million. */
const ERRORS = 5;

/** Of n normal draws the mean has the standard error σ / √n, the deviation about σ / √(2n). */
function expectNormal({ count, mean, std, largest }: Statistics, expected: number): void {
  expect(Math.abs(std / expected - 1)).toBeLessThan(ERRORS / Math.sqrt(2 * count));
  expect(Math.abs(mean) / expected).toBeLessThan(ERRORS / Math.sqrt(count));
  expect(largest / std).toBeGreaterThan(2.5);
}

/** Of n even draws up to a limit none lies within 25 / n of it with the probability e^-25. */
function expectLimit({ count, largest }: Statistics, limit: number): void {
  expect(largest).toBeLessThanOrEqual(limit * (1 + 2 ** -23));
  expect(largest).toBeGreaterThan(limit * (1 - 25 / count));
}

/** The deviation of n even draws has the standard error σ √(0.2 / n), for their kurtosis is 1.8. */
function expectEven(statistics: Statistics, limit: number): void {
  const { count, mean, std } = statistics;
  const expected = limit / Math.sqrt(3);
  expectLimit(statistics, limit);
  expect(Math.abs(std / expected - 1)).toBeLessThan(ERRORS * Math.sqrt(0.2 / count));
  expect(Math.abs(mean) / expected).toBeLessThan(ERRORS / Math.sqrt(count));
}

describe('an initializer', () => {
  const named: Readonly<Record<string, (options?: { gain?: number }) => Initializer>> = {
    heNormal,
    heUniform,
    lecunNormal,
    lecunUniform,
    xavierNormal,
    xavierUniform,
    'heUniform(gain=1/3)': () => heUniform({ gain: 1 / 3 }),
  };

  // Standard deviations and limits that PyTorch's functions of the same papers draw with.
  it.each(golden)('$name draws with the spread of PyTorch for $shape', ({ name, shape, normal, limit }) => {
    const statistics = statisticsOf(drawn(named[name]!(), shape));
    if (normal !== undefined) expectNormal(statistics, normal);
    if (limit !== undefined) expectEven(statistics, limit);
  });

  it.each([
    { initializer: heNormal({ gain: 1 }), variance: 1 / 400 },
    { initializer: heNormal({ gain: 3 }), variance: 3 / 400 },
    { initializer: xavierNormal({ gain: 1 }), variance: 1 / 600 },
    { initializer: normal(), variance: 0.01 ** 2 },
  ])('multiplies its variance by the gain: $initializer.name', ({ initializer, variance }) => {
    expectNormal(statisticsOf(drawn(initializer)), Math.sqrt(variance));
  });

  it.each([
    { initializer: heUniform({ gain: 1 }), limit: Math.sqrt(3 / 400) },
    { initializer: xavierUniform({ gain: 1 }), limit: Math.sqrt(3 / 600) },
    { initializer: uniform({ low: -2, high: 2 }), limit: 2 },
  ])('draws evenly up to its limit: $initializer.name', ({ initializer, limit }) => {
    expectEven(statisticsOf(drawn(initializer)), limit);
  });

  it('draws from 0 to 1 where uniform is given no limits', () => {
    expect(drawn(uniform()).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('takes a vector as the inputs of one unit', () => {
    expectLimit(statisticsOf(drawn(heUniform(), [3000])), Math.sqrt(6 / 3000));
    expectLimit(statisticsOf(drawn(xavierUniform(), [2999])), Math.sqrt(6 / 3000));
  });

  it('fills everything with a constant, 0 by default', () => {
    expect(new Set(drawn(constant(0.5)))).toEqual(new Set([0.5]));
    expect(new Set(drawn(constant()))).toEqual(new Set([0]));
  });

  it.each([
    [constant(1), 'constant(1)'],
    [normal({ mean: 1 }), 'normal(mean=1, std=0.01)'],
    [uniform(), 'uniform(low=0, high=1)'],
    [heNormal({ gain: 1 }), 'heNormal(gain=1)'],
    [heUniform(), 'heUniform(gain=2)'],
    [xavierNormal(), 'xavierNormal(gain=2)'],
    [xavierUniform(), 'xavierUniform(gain=2)'],
    [lecunNormal(), 'lecunNormal()'],
    [lecunUniform(), 'lecunUniform()'],
    [truncatedNormal(), 'truncatedNormal(mean=0, std=0.01)'],
    [varianceScaling(), 'varianceScaling(scale=1, mode=fanIn, distribution=truncatedNormal)'],
    [glorotNormal(), 'glorotNormal()'],
    [glorotUniform(), 'glorotUniform()'],
    [orthogonal(), 'orthogonal(scale=1)'],
    [identity(), 'identity(scale=1)'],
    [sparse(), 'sparse(sparsity=0.9, std=0.01)'],
  ])('is named as it is called: %#', (initializer, name) => expect(initializer.name).toBe(name));
});

describe('a normal distribution that is cut at two deviations', () => {
  /** Without its tails: SciPy's truncnorm(-2, 2).std(), and its kurtosis. */
  const STD = 0.8796256610342398;
  const KURTOSIS = 2.3655367;

  function expectTruncated(values: Float32Array, std: number): void {
    const { count, mean, std: actual, largest } = statisticsOf(values);
    expect(Math.abs(actual / std - 1)).toBeLessThan(ERRORS * Math.sqrt((KURTOSIS - 1) / (4 * count)));
    expect(Math.abs(mean) / std).toBeLessThan(ERRORS / Math.sqrt(count));
    expect(largest).toBeLessThanOrEqual((2 / STD) * std * (1 + 2 ** -23));
    // Near its ends the density is 0.0566 a deviation, at both of them.
    expect(largest).toBeGreaterThan((2 - 25 / (0.113 * count)) * (std / STD));
  }

  it('keeps 0.88 of its deviation in truncatedNormal', () => {
    expectTruncated(drawn(truncatedNormal({ std: 0.5 })), 0.5 * STD);
  });

  it('has the quantiles of SciPy’s truncnorm', () => {
    const values = drawn(truncatedNormal({ std: 1 })).sort();
    for (const [probability, quantile, density] of [
      [0.01, -1.8480835, 0.07577],
      [0.1, -1.1840325, 0.20735],
      [0.25, -0.6391119, 0.34075],
      [0.5, 0, 0.41796],
      [0.9, 1.1840325, 0.20735],
    ] as const) {
      const error = Math.sqrt((probability * (1 - probability)) / values.length) / density;
      const actual = values[Math.floor(probability * values.length)] as number;
      expect(Math.abs(actual - quantile)).toBeLessThan(ERRORS * error);
    }
  });

  it.each([
    { initializer: varianceScaling(), variance: 1 / 400 },
    { initializer: varianceScaling({ scale: 2 }), variance: 2 / 400 },
    { initializer: varianceScaling({ mode: 'fanOut' }), variance: 1 / 200 },
    { initializer: glorotNormal(), variance: 2 / 600 },
  ])('has the variance that is asked for in $initializer.name', ({ initializer, variance }) => {
    expectTruncated(drawn(initializer), Math.sqrt(variance));
  });
});

describe('varianceScaling', () => {
  it('draws evenly or normally where it is told to', () => {
    const options = { scale: 3, mode: 'fanAvg' } as const;
    expectEven(
      statisticsOf(drawn(varianceScaling({ ...options, distribution: 'uniform' }))),
      Math.sqrt(9 / 300),
    );
    expectNormal(
      statisticsOf(drawn(varianceScaling({ ...options, distribution: 'normal' }))),
      Math.sqrt(3 / 300),
    );
  });

  it('is glorotUniform, which is xavierUniform, with the same bits', () => {
    expect(drawn(glorotUniform())).toEqual(drawn(xavierUniform()));
  });
});

describe('orthogonal', () => {
  interface GoldenMatrix {
    readonly drawn: Packed;
    readonly matrix: Packed;
  }

  it.each(
    (
      JSON.parse(readFileSync(new URL('golden/orthogonal.json', import.meta.url), 'utf8')) as GoldenMatrix[]
    ).map((each) => [each.matrix.shape, each] as const),
  )('makes the matrix of PyTorch of the same normal numbers, %p', (shape, { drawn, matrix }) => {
    const source = random(0);
    source.fillNormal = (target) => {
      target.set(drawn.data);
      return target;
    };
    const target = new Float32Array(matrix.data.length);
    orthogonal({ scale: 1.5 }).fill(target, shape, source);
    expectClose({ shape, data: [...target] }, matrix);
  });

  it.each([[[40, 40]], [[60, 20]], [[20, 60]], [[3, 3, 8, 16]]])(
    'has orthogonal columns of length 1, or rows where there are fewer, in %p',
    (shape) => {
      const values = drawn(orthogonal(), shape);
      const columns = shape.at(-1) as number;
      const rows = values.length / columns;
      const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
      const at = (vector: number, place: number) =>
        values[rows < columns ? vector * columns + place : place * columns + vector] as number;
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let place = 0; place < length; place++) product += at(a, place) * at(b, place);
          // Each of the products is off by two roundings of float32 of at most 1 in sum.
          expect(Math.abs(product - Number(a === b))).toBeLessThan(3 * 2 ** -24 * Math.sqrt(length));
        }
      }
    },
  );

  it('gives a vector its scale as length', () => {
    const values = drawn(orthogonal({ scale: 2 }), [50]);
    expect(Math.hypot(...values)).toBeCloseTo(2, 6);
  });
});

describe('identity', () => {
  it('has its scale on the diagonal of a matrix', () => {
    expect([...drawn(identity({ scale: 2 }), [2, 3])]).toEqual([2, 0, 0, 0, 2, 0]);
    expect([...drawn(identity(), [3, 2])]).toEqual([1, 0, 0, 1, 0, 0]);
  });

  it('has it in the middle of filters, so that a convolution changes nothing', () => {
    const network = input([4, 5, 2]).to(conv2d(2, 3, { padding: 'same', weight: identity() }));
    network.initialize(random(0));
    const x = random(1).fillNormal(new Float32Array(40));
    expect([...network.forward(tensor(x, [1, 4, 5, 2])).dataSync()]).toEqual([...x]);
  });

  it('is refused for a vector', () => {
    expect(() =>
      input(3)
        .to(linear(2, { bias: identity() }))
        .initialize(random(0)),
    ).toThrow(ShapeError);
  });
});

describe('sparse', () => {
  it('cuts each unit off from the same part of its inputs, other ones for each', () => {
    const values = drawn(sparse({ sparsity: 0.75, std: 0.1 }), [200, 30]);
    const sets = Array.from({ length: 30 }, (_, unit) =>
      Array.from({ length: 200 }, (_, row) => row).filter((row) => values[row * 30 + unit] === 0),
    );
    expect(sets.map(({ length }) => length)).toEqual(new Array(30).fill(150));
    expect(new Set(sets.map(String)).size).toBe(30);
    expectNormal(statisticsOf(values.filter((value) => value !== 0)), 0.1);
  });

  it('rounds the part up', () => {
    expect(drawn(sparse({ sparsity: 0.5 }), [3, 1]).filter((value) => value === 0)).toHaveLength(2);
  });
});

describe('an initializer is refused', () => {
  it.each<[string, () => unknown, string]>([
    [
      'with a negative deviation',
      () => truncatedNormal({ std: -1 }),
      'truncatedNormal, std: expected a number from 0',
    ],
    ['with a scale of 0', () => orthogonal({ scale: 0 }), 'orthogonal, scale: expected a number above 0'],
    [
      'with more zeros than values',
      () => sparse({ sparsity: 1.5 }),
      'sparse, sparsity: expected a number from 0 to 1',
    ],
    ['with an infinite scale', () => identity({ scale: Number.POSITIVE_INFINITY }), 'identity, scale'],
    ['with another mode', () => varianceScaling({ mode: 'fan_in' as 'fanIn' }), "Did you mean 'fanIn'?"],
    ['with another distribution', () => varianceScaling({ distribution: 'even' as 'uniform' }), "'uniform'"],
    ['with an option that is another one’s', () => orthogonal({ gain: 2 } as object), "got 'gain'"],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});

function weightsOf(network: Network, name: string): Promise<Float32Array> {
  return network.layer(name).parameters['weight']!.read();
}

describe('a fresh layer', () => {
  // He et al.: a variance of 2 / fan-in behind relu, which halves it; 1 / fan-in elsewhere.
  it.each<[string, Layer, number]>([
    ['relu', relu(200), 2],
    ['linear', linear(200), 1],
    ['tanh', tanh(200), 1],
    ['sigmoid', sigmoid(200), 1],
    ['softmax', softmax(200), 1],
  ])('%s has weights with a variance of its gain by its inputs', async (kind, layer, gain) => {
    const network: Network = input(400).to(layer);
    network.initialize(random(3));
    expectNormal(statisticsOf(await weightsOf(network, `${kind}-1`)), Math.sqrt(gain / 400));
    expect(new Set(await network.layer(`${kind}-1`).parameters['bias']!.read())).toEqual(new Set([0]));
  });

  it('conv2d draws filters with variance 2 / fan-in', async () => {
    const network = input([8, 8, 20]).to(conv2d(64, [3, 5]));
    network.initialize(random(3));
    expectNormal(statisticsOf(await weightsOf(network, 'conv2d-1')), Math.sqrt(2 / (3 * 5 * 20)));
  });

  it.each([
    ['conv2d-1.weight', 'd461569788e21e10'],
    ['relu-1.weight', 'ab09b243c6c385e1'],
    ['linear-1.weight', '4e1f9f19a94e7aaa'],
    ['tanh-1.weight', 'c375b60dce5719f5'],
    ['sigmoid-1.weight', 'b16837d79c513a80'],
    ['softmax-1.weight', '85de80f70e6b00e6'],
  ])('draws %s with the bits that it had when heNormal() had a gain of 1', async (name, bits) => {
    const network: Network = input([6, 6, 1]).to(
      conv2d(2, 3),
      flatten(),
      relu(6),
      linear(5),
      tanh(5),
      sigmoid(4),
      softmax(3),
    );
    network.initialize(random(7));
    const values = await network.parameters.find((parameter) => parameter.name === name)!.read();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(bits);
  });

  it('draws different numbers from an equal layer before it', async () => {
    const network = input(50).to(linear(50), linear(50));
    network.initialize(random(3));
    const [first, second] = [await weightsOf(network, 'linear-1'), await weightsOf(network, 'linear-2')];
    const alike = first.filter((value, index) => value === second[index]).length;
    expect(alike).toBe(0);
  });

  it('still draws the first numbers that it always drew for seed 42', async () => {
    const network = input([6, 6, 1]).to(
      conv2d(2, 3),
      relu(),
      flatten(),
      relu(4),
      linear(3, { weight: heUniform({ gain: 1 }) }),
      tanh(3, { weight: xavierNormal({ gain: 1 }) }),
      linear(3, { weight: xavierUniform({ gain: 1 }), bias: normal() }),
      linear(2, { weight: uniform() }),
      softmax(2),
    );
    network.initialize(random(42));
    const beginnings = await Promise.all(
      network.parameters.map(async (parameter) => [parameter.name, ...(await parameter.read()).slice(0, 2)]),
    );
    expect(beginnings.filter(([, first]) => first !== 0)).toEqual([
      ['conv2d-1.weight', -0.23758257925510406, -0.21340543031692505],
      ['relu-2.weight', -0.25174984335899353, -0.10653264075517654],
      ['linear-1.weight', -0.03386473283171654, -0.06756841391324997],
      ['tanh-1.weight', 0.4307137131690979, 0.1985301673412323],
      ['linear-2.weight', 0.10869234055280685, 0.038252394646406174],
      ['linear-2.bias', 0.017642900347709656, -0.0060484386049211025],
      ['linear-3.weight', 0.7545691728591919, 0.7477238774299622],
      ['softmax-1.weight', -0.08888091146945953, 0.09151117503643036],
    ]);
  });
});
