import { beforeAll, describe, expect, it } from '@jest/globals';
import { NonFiniteError, useBackend } from '@neutype/core';
import { getBackend, memory } from '@tensorflow/tfjs-core';
import { type EpochRecord, gradientDescent, momentum, type Optimizer, type Signal } from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);
beforeAll(registerTestBackends);

async function recordsOf(optimizer: Optimizer, epochs: number): Promise<EpochRecord[]> {
  const records: EpochRecord[] = [];
  for await (const record of optimizer.epochs(xor.x, xor.y, { epochs })) records.push(record);
  return records;
}

describe('a loop over epochs', () => {
  it('trains as train does, and gives the record of each epoch', async () => {
    const [looped, trained] = [0, 1].map(() => momentum(xorNetwork(), { ...xorOptions, batchSize: 3 }));
    const records = await recordsOf(looped!, 5);
    await trained!.train(xor.x, xor.y, { epochs: 5 });
    expect(looped!.history.train).toEqual(trained!.history.train);
    expect(records).toEqual(looped!.history.epochs);
    expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  });

  it('ends by break: signals hear of it, what was learnt is kept, and training may go on', async () => {
    const ends: unknown[] = [];
    const signals: Signal = { trainEnd: (_, end) => void ends.push(end) };
    const optimizer = momentum(xorNetwork(), { ...xorOptions, signals });
    for await (const { epoch } of optimizer.epochs(xor.x, xor.y, { epochs: 100 })) if (epoch === 3) break;
    expect(optimizer.lastEpoch).toBe(3);
    expect(ends).toEqual([{ stopped: 'its epochs were not asked for any more' }]);
    expect((await recordsOf(optimizer, 2)).map(({ epoch }) => epoch)).toEqual([4, 5]);
    expect(ends[1]).toEqual({});
  });

  it('ends by what its body throws, which is thrown on', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    const looping = async (): Promise<void> => {
      for await (const _ of optimizer.epochs(xor.x, xor.y)) throw new RangeError('of the body');
    };
    await expect(looping()).rejects.toThrow(new RangeError('of the body'));
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    expect(optimizer.lastEpoch).toBe(2);
  });

  it('ends by stop() and by an AbortSignal in its body', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    for await (const { epoch } of optimizer.epochs(xor.x, xor.y)) if (epoch === 2) optimizer.stop();
    expect(optimizer.lastEpoch).toBe(2);
    const controller = new AbortController();
    const { signal } = controller;
    for await (const { epoch } of optimizer.epochs(xor.x, xor.y, { signal })) {
      if (epoch === 4) controller.abort();
    }
    expect(optimizer.lastEpoch).toBe(4);
  });

  it('lets its body predict, take scores, change the step and move to another backend', async () => {
    const network = oneWeight();
    const optimizer = gradientDescent(network, { step: 0.1, seed: 0, reporter: recorder() });
    const outputs: number[] = [];
    for await (const { epoch } of optimizer.epochs([[1]], [0], { epochs: 4 })) {
      outputs.push((await optimizer.predict([[1]])).data[0]!);
      expect(await optimizer.score([[1]], [0])).toBeCloseTo(outputs.at(-1)! ** 2, 5);
      if (epoch === 1) await optimizer.moveToBackend('stock');
      if (epoch === 2) expect(getBackend()).toBe('stock');
      if (epoch === 2) await optimizer.moveToBackend('cpu');
      if (epoch === 3) optimizer.step = 0;
    }
    for (const [epoch, expected] of [0.8, 0.64, 0.512, 0.512].entries()) {
      expect(outputs[epoch]).toBeCloseTo(expected, 5);
    }
    await useBackend('cpu');
  });

  it('refuses another training of the network in its body', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    for await (const _ of optimizer.epochs(xor.x, xor.y)) {
      await expect(optimizer.train(xor.x, xor.y)).rejects.toThrow('train: expected one call at a time');
      break;
    }
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
  });

  it('checks data and options when the first epoch is asked for', async () => {
    const epochs = momentum(xorNetwork(), xorOptions).epochs([[1]], [0]);
    await expect(epochs.next()).rejects.toThrow('xTrain: expected shape [?, 2]');
  });

  it('throws what makes training fail, once', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 1e30, seed: 0, reporter: recorder() });
    const epochs = optimizer.epochs([[1]], [0], { epochs: 9 });
    const failing = async (): Promise<void> => {
      for await (const _ of epochs);
    };
    await expect(failing()).rejects.toThrow(NonFiniteError);
    expect(await epochs.next()).toEqual({ done: true, value: undefined });
  });

  it('ends where the optimizer is disposed of in its body, and frees its memory', async () => {
    const before = memory().numTensors;
    const network = xorNetwork();
    const optimizer = momentum(network, xorOptions);
    for await (const _ of optimizer.epochs(xor.x, xor.y)) optimizer.dispose();
    expect(optimizer.lastEpoch).toBe(1);
    network.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('keeps memory flat', async () => {
    const optimizer = momentum(xorNetwork(), xorOptions);
    await recordsOf(optimizer, 10);
    const before = memory();
    await recordsOf(optimizer, 200);
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });
});
