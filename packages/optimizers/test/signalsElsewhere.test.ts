import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import {
  adam,
  cosineDecay,
  earlyStopping,
  learningRateRangeTest,
  momentum,
  type Optimizer,
  recordSteps,
  type Signal,
} from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});
afterEach(activateBackend);

async function weightOf({ network }: Optimizer): Promise<number> {
  return (await network.parameters[0]!.read())[0]!;
}

/** A weight trained towards 0 whose validation loss (2w − 1)² is best on the way. */
async function stopped(
  signals: Signal[] = [],
): Promise<{ weight: number; epochs: number; losses: number[] }> {
  const stopping = earlyStopping({ patience: 2 });
  const step = cosineDecay(0.1, { epochs: 40 });
  const optimizer = adam(oneWeight(), { step, signals: [stopping, ...signals] });
  await optimizer.train([1], [0], [2], [1], { epochs: 40 });
  const result = { weight: await weightOf(optimizer), epochs: optimizer.lastEpoch };
  await optimizer.train([1], [0], [2], [1], { epochs: 2 });
  return { ...result, losses: [...optimizer.history.train] };
}

describe.each(['stock', 'asynchronous'])('on the backend %s', (backend) => {
  it('early stopping stops at the same epoch, and restores the same weights', async () => {
    const expected = await stopped();
    await useBackend(backend);
    const actual = await stopped();
    expect(actual.epochs).toBe(expected.epochs);
    expect(actual.weight).toBeCloseTo(expected.weight, 5);
    for (const [index, loss] of expected.losses.entries()) expect(actual.losses[index]).toBeCloseTo(loss, 5);
  });

  it('a range test sees the same losses, and leaves no trace', async () => {
    const test = async (): Promise<readonly number[]> => {
      const optimizer = momentum(xorNetwork(), xorOptions);
      const { losses } = await learningRateRangeTest(optimizer, xor.x, xor.y, { to: 0.5, updates: 20 });
      const before = await weightOf(optimizer);
      await optimizer.predict(xor.x);
      expect(await weightOf(optimizer)).toBe(before);
      return losses;
    };
    const expected = await test();
    await useBackend(backend);
    const actual = await test();
    expect(actual).toHaveLength(20);
    for (const [index, loss] of expected.entries()) expect(actual[index]).toBeCloseTo(loss, 4);
  });
});

describe('where training moves to another backend', () => {
  it('the best weights and what the algorithm remembers come back there', async () => {
    const expected = await stopped();
    const moving: Signal = {
      epochEnd: async (optimizer, { epoch }) => {
        if (epoch === expected.epochs - 1) await optimizer.moveToBackend('stock');
      },
    };
    const actual = await stopped([moving]);
    expect(actual.epochs).toBe(expected.epochs);
    expect(actual.weight).toBeCloseTo(expected.weight, 5);
    for (const [index, loss] of expected.losses.entries()) expect(actual.losses[index]).toBeCloseTo(loss, 5);
  });

  it('the schedule goes on', async () => {
    const rates = recordSteps();
    const moving: Signal = {
      updateEnd: (optimizer, { epoch }) => {
        if (epoch === 2) void optimizer.moveToBackend('stock');
      },
    };
    const step = cosineDecay(0.1, { epochs: 4 });
    const optimizer = momentum(xorNetwork(), { ...xorOptions, step, batchSize: 2, signals: [rates, moving] });
    await optimizer.train(xor.x, xor.y, { epochs: 4 });
    const expected = Array.from({ length: 8 }, (_, update) => step.at({ update, epoch: update / 2 }));
    expect(rates.steps).toEqual(expected);
  });
});
