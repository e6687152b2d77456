import { expect } from '@jest/globals';
import type { ArrayInput } from '@neutype/ndarray';
import { random } from '@neutype/random';
import type { Data, Optimizer, TrainOptions } from '../../src/index.js';
import { leftAfter, type MemoryStore, memoryStore } from './memoryStore.js';

/** A training that can be made again and again, as by a program that is started again. */
export interface Training {
  readonly make: () => Optimizer;
  /** Trains; the options are to be handed on. */
  readonly train: (optimizer: Optimizer, options: TrainOptions) => Promise<unknown>;
  readonly epochs: number;
  readonly probe: Data;
}

/** All that a training leaves, but for how long it took. */
export async function outcomeOf(optimizer: Optimizer, probe: Data): Promise<unknown> {
  const { history, lastEpoch, network, state, step, stepMemory, updatesMade } = optimizer;
  const weights: Record<string, Float32Array> = {};
  for (const parameter of [...network.parameters, ...state]) weights[parameter.name] = await parameter.read();
  const epochs = history.epochs.map(({ seconds: _, ...record }) => record);
  const { train, valid, metrics, updatesPerEpoch } = history;
  const predicted = await optimizer.predict(probe as ArrayInput);
  return {
    weights,
    history: {
      train: [...train],
      valid: [...valid],
      metrics: { ...metrics },
      updatesPerEpoch: [...updatesPerEpoch],
      epochs,
    },
    counts: { lastEpoch, updatesMade, step, stepMemory },
    method: optimizer.methodMemory,
    predicted,
  };
}

/**
 * Expects a training that is killed after any of its checkpoints and resumed to end as an undisturbed one, bit for bit.
 *
 * @param kills after how many of them, drawn at random
 */
export async function expectSameBits(
  { epochs, make, probe, train }: Training,
  kills = 6,
): Promise<MemoryStore> {
  const undisturbed = make();
  await train(undisturbed, { epochs });
  const expected = await outcomeOf(undisturbed, probe);
  undisturbed.dispose();
  const store = memoryStore();
  const watched = make();
  await train(watched, { epochs, checkpoint: { store, everyUpdates: 1 } });
  expect(await outcomeOf(watched, probe)).toEqual(expected);
  watched.dispose();
  const places = random(5).permutation(store.kept.length).slice(0, Math.min(kills, store.kept.length));
  for (const place of places) {
    const left = leftAfter(store, place + 1);
    const resumed = make();
    await train(resumed, { epochs, checkpoint: { store: left, everyUpdates: 2 }, resume: true });
    expect(await outcomeOf(resumed, probe)).toEqual(expected);
    resumed.dispose();
  }
  return store;
}
