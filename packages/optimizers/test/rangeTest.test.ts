import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import { batchNorm, input, type Network, sigmoid, tanh } from '@neutype/layers';
import { gradientDescent, learningRateRangeTest, momentum, type Optimizer } from '../src/index.js';
import { suggestedStep } from '../src/rangeTest/suggestedStep.js';
import { activateBackend } from './engine.js';
import { oneWeight, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

async function weightsOf({ parameters }: Pick<Network, 'parameters'>): Promise<number[][]> {
  return Promise.all(parameters.map(async (parameter) => [...(await parameter.read())]));
}

describe('learningRateRangeTest', () => {
  it('trains with steps that rise by the same factor, each from the loss that the last one left', async () => {
    const optimizer = gradientDescent(oneWeight());
    const { steps, losses, suggestion } = await learningRateRangeTest(optimizer, [[1]], [0], {
      from: 1e-3,
      to: 1,
      updates: 31,
    });
    expect(steps[0]).toBe(1e-3);
    expect(steps[10]).toBeCloseTo(1e-2, 12);
    let weight = 1;
    for (const [update, step] of steps.entries()) {
      expect(Math.abs((losses[update] as number) - weight ** 2)).toBeLessThanOrEqual(
        1e-5 * weight ** 2 + 1e-12,
      );
      weight *= 1 - 2 * step;
    }
    // Halfway down, where each update takes most off: (1 − 2 · 0.05)² and so on, before the weight is nearly 0.
    expect(suggestion).toBeGreaterThan(0.02);
    expect(suggestion).toBeLessThan(0.2);
  });

  it('leaves weights, history and memory as if it had not been, before any training', async () => {
    const [tested, untouched] = [0, 1].map(() => momentum(xorNetwork(), { ...xorOptions, batchSize: 2 }));
    const { losses } = await learningRateRangeTest(tested as Optimizer, xor.x, xor.y, { updates: 40 });
    expect(losses.length).toBeGreaterThan(20);
    expect(tested?.updatesMade).toBe(0);
    expect(tested?.history.train).toEqual([]);
    expect(tested?.state).toEqual([]);
    for (const optimizer of [tested, untouched]) await optimizer?.train(xor.x, xor.y, { epochs: 6 });
    expect(tested?.history.train).toEqual(untouched?.history.train);
  });

  it('leaves them so between two trainings, with what layers gather by themselves', async () => {
    const networks = [0, 1].map(() => input(2).to(tanh(6), batchNorm(), sigmoid(1)));
    const [tested, untouched] = networks.map((network) => momentum(network, { ...xorOptions, step: 0.1 }));
    for (const optimizer of [tested, untouched]) await optimizer?.train(xor.x, xor.y, { epochs: 6 });
    const before = await weightsOf(networks[0] as Network);
    await learningRateRangeTest(tested as Optimizer, xor.x, xor.y, { updates: 20 });
    expect(await weightsOf(networks[0] as Network)).toEqual(before);
    for (const optimizer of [tested, untouched]) await optimizer?.train(xor.x, xor.y, { epochs: 6 });
    expect(tested?.history.train).toEqual(untouched?.history.train);
    expect(tested?.step).toBe(0.1);
  });

  it('ends where training diverges, and gives finite losses', async () => {
    const optimizer = gradientDescent(oneWeight());
    const options = { from: 1e-3, to: 1e3, updates: 100 };
    const { steps, losses, smoothed } = await learningRateRangeTest(optimizer, [[1]], [0], options);
    // Beyond a step of 1 every update makes the weight larger.
    expect(steps.at(-1)).toBeGreaterThan(1);
    expect(steps.at(-1)).toBeLessThan(100);
    expect(losses).toHaveLength(steps.length);
    expect(smoothed).toHaveLength(steps.length);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it('ends where a loss is not finite, and the network has its weights back', async () => {
    const network = oneWeight();
    const options = { from: 1e-20, to: 1e38, updates: 10 };
    const { losses } = await learningRateRangeTest(gradientDescent(network), [[1]], [0], options);
    expect(losses.length).toBeLessThan(10);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(await weightsOf(network)).toEqual([[1]]);
  });

  it('suggests nothing where the loss does not fall', async () => {
    const optimizer = gradientDescent(oneWeight());
    const { suggestion, losses } = await learningRateRangeTest(optimizer, [[1]], [1], { updates: 20 });
    expect(losses).toEqual(new Array(20).fill(0));
    expect(suggestion).toBeNull();
  });

  it('is not heard of by the optimizer’s signals', async () => {
    let heard = 0;
    const signals = { updateEnd: () => void heard++, trainStart: () => void heard++ };
    await learningRateRangeTest(gradientDescent(oneWeight(), { signals }), [[1]], [0], { updates: 10 });
    expect(heard).toBe(0);
  });

  it('throws what train throws for data, and the network can be trained', async () => {
    const optimizer = gradientDescent(oneWeight());
    await expect(learningRateRangeTest(optimizer, [[1, 2]], [0])).rejects.toThrow('xTrain');
    await optimizer.train([[1]], [0], { epochs: 1 });
    expect(optimizer.updatesMade).toBe(1);
  });

  it.each<[string, object]>([
    ['from', { from: 0 }],
    ['to', { from: 1, to: 1 }],
    ['updates', { updates: 9 }],
    ["Did you mean 'updates'?", { update: 100 }],
  ])('refuses what cannot be meant: %s', async (message, options) => {
    const test = learningRateRangeTest(gradientDescent(oneWeight()), [[1]], [0], options);
    await expect(test).rejects.toThrow(OptionError);
    await expect(test).rejects.toThrow(message);
  });

  it('refuses what is no optimizer', async () => {
    const test = learningRateRangeTest(oneWeight() as unknown as Optimizer, [[1]], [0]);
    await expect(test).rejects.toThrow('expected an optimizer as the first argument');
  });
});

describe('suggestedStep', () => {
  it('is where the loss falls fastest before it is least', () => {
    const losses = [4, 4, 3.9, 3, 1.5, 1, 0.9, 3, 0.95];
    expect(suggestedStep([1, 2, 3, 4, 5, 6, 7, 8, 9], losses)).toBe(4);
  });
});
