import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { currentBackend, engineCapabilities, NonFiniteError, useBackend } from '@neutype/core';
import { engine, memory } from '@tensorflow/tfjs-core';
import { gradientDescent, momentum, type Signal } from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});

/** Two updates an epoch, the second of a smaller batch. */
async function train(signals: Signal | null, epochs = 12, batchSize = 3): Promise<readonly number[]> {
  const options = { ...xorOptions, batchSize, momentum: 0.95, signals, reporter: recorder() };
  const network = xorNetwork();
  const optimizer = momentum(network, options);
  await optimizer.train(xor.x, xor.y, xor.x, xor.y, { epochs });
  optimizer.dispose();
  network.dispose();
  return [...optimizer.history.train, ...optimizer.history.valid];
}

function held(): object {
  const { numTensors, numBytes } = memory();
  return { numTensors, numBytes, ids: engine().backend.numDataIds() };
}

describe('on a backend whose values are read asynchronously', () => {
  beforeEach(() => useBackend('asynchronous'));

  it('training gives the same results', async () => {
    const losses = await train(null);
    await activateBackend();
    const expected = await train(null);
    expect(losses).toHaveLength(36);
    for (const [index, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[index] as number, 4);
  });

  it('a move in the middle of an epoch keeps every loss', async () => {
    const moving: Signal = {
      updateEnd: (optimizer, { epoch, done }) => {
        if (epoch === 4 && done === 1) void optimizer.moveToBackend('cpu');
      },
    };
    const losses = await train(moving);
    expect(currentBackend()).toBe('cpu');
    const expected = await train(null);
    for (const [index, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[index] as number, 4);
  });

  it('a move that a handler waits for keeps every loss', async () => {
    const moving: Signal = {
      updateEnd: async (optimizer, { epoch, done }) => {
        if (epoch === 4 && done === 1) await optimizer.moveToBackend('cpu');
      },
    };
    expect(await train(moving)).toHaveLength(36);
    expect(currentBackend()).toBe('cpu');
  });

  it('training leaves no tensors behind', async () => {
    await train(null);
    const before = held();
    await train(null);
    expect(held()).toEqual(before);
  });

  it('a handler that throws before losses were read leaves no tensors behind', async () => {
    const failing: Signal = {
      updateEnd: (_, { done }) => {
        if (done === 2) throw new RangeError('broken');
      },
    };
    const network = oneWeight();
    const optimizer = gradientDescent(network, { batchSize: 1, step: 0.01, seed: 0, signals: failing });
    const fail = (): Promise<unknown> =>
      optimizer.train([[1], [1], [1]], [0, 0, 0], { epochs: 1 }).catch((error: unknown) => error);
    expect(await fail()).toEqual(new RangeError('broken'));
    const before = held();
    await fail();
    expect(held()).toEqual(before);
  });

  it('a loss that is not finite is reported with its own update and leaves no tensors behind', async () => {
    const options = { step: 1e9, seed: 0, batchSize: 1, reporter: recorder() };
    const diverge = async (): Promise<unknown> => {
      const network = oneWeight();
      const optimizer = gradientDescent(network, options);
      const error = await optimizer
        .train(new Float32Array(8).fill(1), new Float32Array(8), { epochs: 3 })
        .catch((thrown: unknown) => thrown);
      optimizer.dispose();
      network.dispose();
      return error;
    };
    const error = await diverge();
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(String(error)).toContain('at update 4 (batch 4 of 8)');
    const before = held();
    await diverge();
    expect(held()).toEqual(before);
  });
});

describe('where updates are replayed and their losses are read asynchronously', () => {
  beforeEach(async () => {
    await activateBackend();
    Object.defineProperty(engine().backend, 'readsAreFree', { value: false, configurable: true });
  });
  afterEach(() => {
    Object.defineProperty(engine().backend, 'readsAreFree', { value: true, configurable: true });
  });

  it('each update gets its own loss', async () => {
    expect(engineCapabilities().readsAreFree).toBe(false);
    const read = await train(null, 12, 1);
    Object.defineProperty(engine().backend, 'readsAreFree', { value: true, configurable: true });
    expect(read).toEqual(await train(null, 12, 1));
    expect(new Set(read).size).toBe(read.length);
  });
});
