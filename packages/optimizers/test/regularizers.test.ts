import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { batchNorm, input, linear, type Network } from '@neutype/layers';
import {
  elasticNet,
  gradientDescent,
  l1,
  l2,
  lInfinity,
  type MaxNorm,
  momentum,
  type OptimizerOptions,
  type PenaltyOptions,
  type Regularizer,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';
import {
  expectWeights,
  follow,
  itFollows,
  problemNetwork,
  readTrajectories,
  type Trajectory,
} from './trajectories.js';

beforeAll(activateBackend);

describe('sixty updates with a regularizer agree with PyTorch', () => {
  const makers: Record<string, (rates: Record<string, number>) => Regularizer> = {
    l1: ({ l1: rate }) => l1(rate),
    l2: ({ l2: rate }) => l2(rate),
    lInfinity: ({ lInfinity: rate }) => lInfinity(rate),
    elasticNet,
  };
  const runs = readTrajectories<Trajectory & { regularizer: Record<string, number> }>('regularizer');

  it.each(Object.entries(runs))('%s', async (name, run) => {
    const network = problemNetwork();
    const regularizer = makers[name]!(run.regularizer);
    const optimizer = await follow(
      network,
      (model, options) => momentum(model, { ...options, regularizer }),
      run,
    );
    await expectWeights(network, run.final);
    expect(optimizer.replay).toBe('replayed');
  });
});

itFollows('maxNorm', momentum);

/** Without a gradient of the loss, as its inputs and biases are 0. */
async function afterOneUpdate(network: Network, options: OptimizerOptions): Promise<Record<string, number>> {
  for (const parameter of network.parameters) parameter.write(new Float32Array(parameter.size).fill(0.5));
  await gradientDescent(network, { step: 1, reporter: recorder(), ...options }).train([[0]], [0.5], {
    epochs: 1,
  });
  const values = await Promise.all(network.parameters.map((parameter) => parameter.read()));
  return Object.fromEntries(network.parameters.map(({ name }, index) => [name, values[index]![0]!]));
}

describe('a regularizer', () => {
  const build = (): Network =>
    input(1).to(linear(1, { name: 'first' }), linear(1, { name: 'last', bias: null }));

  it.each<[string, Regularizer, number]>([
    ['l1', l1(0.25), 0.25],
    ['l2', l2(0.25), 0.25],
    ['lInfinity', lInfinity(0.25), 0.25],
    ['elasticNet', elasticNet({ l1: 0.125, l2: 0.125 }), 0.25],
  ])('%s leaves biases alone unless it is told otherwise', async (_, regularizer, expected) => {
    const { 'first.weight': weight } = await afterOneUpdate(build(), { regularizer });
    expect(weight).toBeCloseTo(expected, 6);
  });

  it.each<[string, PenaltyOptions['filter'], string[]]>([
    ['the name of a layer', 'last', ['last.weight']],
    ['a pattern', /^first\.w/, ['first.weight']],
    ['a function', (name) => name.endsWith('bias'), ['first.bias']],
  ])('penalizes what is chosen by %s', async (_, filter, expected) => {
    const free = await afterOneUpdate(build(), {});
    const held = await afterOneUpdate(build(), { regularizer: l2(0.25, { filter: filter! }) });
    const changed = Object.keys(free).filter((name) => free[name] !== held[name]);
    expect(changed).toEqual(expected);
  });

  it('of each layer by itself is written as a list, which adds them up and is replayed', async () => {
    const network = build();
    const regularizer = [l2(0.25, { filter: 'first.weight' }), l1(0.5, { filter: 'last' })];
    const values = await afterOneUpdate(network, { regularizer });
    expect(values['first.weight']).toBeCloseTo(0.5 - 2 * 0.25 * 0.5, 6);
    expect(values['last.weight']).toBeCloseTo(0.5 + 0.25 - 0.5, 6); // the loss pulls it up by 0.25
    const reporter = recorder();
    const optimizer = momentum(network, { regularizer, step: 0.01, seed: 0, reporter, verbose: true });
    await optimizer.train([[1]], [0.5], { epochs: 6 });
    expect(optimizer.replay).toBe('replayed');
    expect(reporter.lines).toContain('[OPTION] regularizer = l2(0.25) + l1(0.5)');
  });

  it('says which of a list is none', () => {
    const regularizer = [l2(), 0.1] as unknown as Regularizer[];
    expect(() => momentum(build(), { regularizer })).toThrow(
      'option regularizer, [1]: expected a function of the parameters that gives a scalar tensor, got 0.1.',
    );
  });

  it('says so where its filter chooses no parameter', async () => {
    const regularizer = l2(0.1, { filter: 'frist' });
    await expect(afterOneUpdate(build(), { regularizer })).rejects.toThrow(
      "l2(0.1), option filter: expected a filter that chooses some of first.weight, first.bias, last.weight, got 'frist', which chooses none. Did you mean 'first'?",
    );
  });

  it('leaves frozen parameters out of its penalty', async () => {
    const network = build();
    network.freeze('first');
    const optimizer = gradientDescent(network, { regularizer: l1(1), step: 0, reporter: recorder() });
    for (const parameter of network.parameters) parameter.write([0.5]);
    await optimizer.train([[0]], [0.25], { epochs: 1 }); // the loss alone is 0
    expect(optimizer.history.train[0]).toBeCloseTo(0.5, 6);
  });

  it('is told in the log by name and rate', () => {
    const lines = [l1(), l2(1e-4), lInfinity(2), elasticNet({ l1: 0 })].map((regularizer) => {
      const reporter = recorder();
      momentum(oneWeight(), { regularizer, reporter, verbose: true, seed: 0 });
      return reporter.lines.find((line) => line.includes('regularizer'));
    });
    expect(lines).toEqual(
      ['l1(0.01)', 'l2(0.0001)', 'lInfinity(2)', 'elasticNet(0, 0.01)'].map(
        (name) => `[OPTION] regularizer = ${name}`,
      ),
    );
  });

  it.each<[string, () => Regularizer, string]>([
    ['a negative rate', () => l1(-1), 'l1, rate: expected a number from 0, got -1.'],
    ['a rate that is no number', () => l2('1' as never), 'l2, rate: expected a number from 0'],
    [
      'an unknown option',
      () => l2(1, { exclude: 'bias' } as never),
      "l2: expected options out of filter, got 'exclude'",
    ],
    [
      'what is no filter',
      () => lInfinity(1, { filter: 1 as never }),
      'lInfinity(1), option filter: expected the name',
    ],
    [
      'a rate in the place of options',
      () => elasticNet(1 as never),
      'elasticNet: expected options as an object',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});

describe('the option maxNorm', () => {
  it('holds weights alone, from the first update on', async () => {
    const network = input(1).to(linear(2), batchNorm(), linear(1));
    const before = network.parameters.map(({ size }) => new Float32Array(size).fill(3));
    for (const [index, parameter] of network.parameters.entries()) parameter.write(before[index]!);
    const optimizer = gradientDescent(network, { step: 0, maxNorm: 2, reporter: recorder() });
    await optimizer.train([[1], [2]], [0, 0], { epochs: 1 });
    const after = Object.fromEntries(
      await Promise.all(network.parameters.map(async (p) => [p.name, [...(await p.read())]] as const)),
    );
    expect(after['linear-1.weight']).toEqual([2, 2]);
    for (const value of after['linear-2.weight']!) expect(value).toBeCloseTo(Math.SQRT2, 6);
    for (const name of ['linear-1.bias', 'batch-norm-1.gamma', 'batch-norm-1.beta', 'linear-2.bias']) {
      expect(after[name]!.every((value) => value === 3)).toBe(true);
    }
  });

  it('leaves weights within the limit as they are, to the last bit', async () => {
    const weights = [0.1, 0.2, 0.3];
    const network = input(3).to(linear(1, { weight: [[0.1], [0.2], [0.3]], bias: null }));
    await gradientDescent(network, { step: 0, maxNorm: 1 }).train([[1, 2, 3]], [0], { epochs: 1 });
    expect(await network.parameters[0]!.read()).toEqual(Float32Array.from(weights));
  });

  it.each<[string, unknown, string]>([
    ['a limit of 0', 0, 'option maxNorm, limit: expected a number above 0, got 0.'],
    ['an object without a limit', {}, 'option maxNorm, limit: expected a number above 0, got undefined.'],
    [
      'what is neither',
      'units',
      "option maxNorm: expected a number, or an object with a limit, got 'units'.",
    ],
    ['an unknown option', { limit: 1, axis: 0 }, "got 'axis'"],
    [
      'an unknown scope',
      { limit: 1, of: 'layer' },
      "option maxNorm, of: expected one of 'unit', 'parameter'",
    ],
    ['a filter that chooses nothing', { limit: 1, filter: 'relu-7' }, "got 'relu-7', which chooses none."],
  ])('refuses %s', (_, maxNorm, message) => {
    const make = () => momentum(oneWeight(), { maxNorm: maxNorm as MaxNorm });
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});
