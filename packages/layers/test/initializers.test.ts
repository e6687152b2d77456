import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import {
  constant,
  conv2d,
  flatten,
  heNormal,
  heUniform,
  type Initializer,
  input,
  type Layer,
  lecunNormal,
  lecunUniform,
  linear,
  type Network,
  normal,
  relu,
  sigmoid,
  softmax,
  tanh,
  uniform,
  xavierNormal,
  xavierUniform,
} from '../src/index.js';

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
  ])('is named as it is called: %#', (initializer, name) => expect(initializer.name).toBe(name));
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
