import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  batchNorm,
  flatten,
  input,
  type Layer,
  layer,
  linear,
  relu,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import type { Loss, LossName } from '@neutype/losses';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { engine, mean, mul, type Scalar, squaredDifference } from '@tensorflow/tfjs-core';
import { momentum } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

const SAMPLES = 24;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 4)), [SAMPLES, 4]);
const y = ndarray(
  Float32Array.from({ length: SAMPLES * 3 }, (_, index) => Number(index % 3 === 0)),
  [SAMPLES, 3],
);

/** Kernels that JavaScript launches in an update, once steps have been recorded: none where they are replayed. */
async function launchesOf(loss: LossName | Loss, behind: readonly Layer[]): Promise<number> {
  const network = input(4).to(tanh(5), ...behind);
  const optimizer = momentum(network, { loss, batchSize: 8, seed: 0, step: 0.01, reporter: recorder() });
  await optimizer.train(x, y, { epochs: 5 });
  const launch = jest.spyOn(engine(), 'runKernel');
  await optimizer.train(x, y, { epochs: 2 });
  const launches = launch.mock.calls.length / 6;
  launch.mockRestore();
  optimizer.dispose();
  return launches;
}

describe('prediction', () => {
  it('gives the same bits from the network and from replays, whole or in parts', async () => {
    const network = input(4).to(tanh(5), batchNorm(), softmax(3));
    const optimizer = momentum(network, { loss: 'categoricalCrossentropy', batchSize: 8, seed: 0 });
    await optimizer.train(x, y, { epochs: 2 });
    const expected = [...(await network.predict(x)).data];
    for (const options of [{}, { batchSize: 24 }, { batchSize: 7 }, { batchSize: 1 }]) {
      // Twice and a third time: computed, recorded, replayed.
      for (let time = 0; time < 3; time++) {
        expect([...(await optimizer.predict(x, options)).data]).toEqual(expected);
      }
      expect([...(await network.predict(x, options)).data]).toEqual(expected);
    }
  });
});

describe('predictions of few sizes', () => {
  const launchesOfSizes = async (sizes: readonly number[]): Promise<number> => {
    const network = input(4).to(tanh(5), softmax(3));
    const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed: 0 });
    const predictAll = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        for (const size of sizes) await optimizer.predict(x.rows(0, size));
      }
    };
    await predictAll(4);
    const launch = jest.spyOn(engine(), 'runKernel');
    await predictAll(3);
    const launches = launch.mock.calls.length;
    launch.mockRestore();
    optimizer.dispose();
    return launches;
  };

  it('are replayed, while predictions of more sizes keep no recordings', async () => {
    expect(await launchesOfSizes([8])).toBe(0);
    expect(await launchesOfSizes([8, 3, 1, 24])).toBe(0);
    expect(await launchesOfSizes([8, 3, 1, 24, 5])).toBeGreaterThan(0);
  });

  it('stay replayed while they recur, however many others come in between', async () => {
    const network = input(4).to(tanh(5), softmax(3));
    const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed: 0 });
    for (let time = 0; time < 4; time++) await optimizer.predict(x);
    const launch = jest.spyOn(engine(), 'runKernel');
    for (let other = 1; other <= 8; other++) {
      await optimizer.predict(x.rows(0, other));
      launch.mockClear();
      await optimizer.predict(x);
      expect(launch).not.toHaveBeenCalled();
    }
    launch.mockRestore();
    optimizer.dispose();
  });
});

describe('an update is replayed', () => {
  it.each<[string, LossName, readonly Layer[]]>([
    ['mse, linear', 'mse', [linear(3)]],
    ['mse, softmax', 'mse', [softmax(3)]],
    ['categoricalCrossentropy, softmax', 'categoricalCrossentropy', [softmax(3)]],
    ['categoricalCrossentropy, sigmoid', 'categoricalCrossentropy', [sigmoid(3)]],
    ['binaryCrossentropy, sigmoid', 'binaryCrossentropy', [sigmoid(3)]],
    ['binaryCrossentropy, softmax', 'binaryCrossentropy', [softmax(3)]],
    ['batchNorm', 'categoricalCrossentropy', [linear(6), batchNorm(), relu(), softmax(3)]],
    ['batchNorm of images', 'categoricalCrossentropy', [linear(6), batchNorm(), flatten(), softmax(3)]],
    [
      'a custom layer behind softmax',
      'categoricalCrossentropy',
      [softmax(3), layer({ kind: 'own', replayable: true, forward: (value) => mul(value, 1) })],
    ],
  ])('with %s', async (_, loss, behind) => {
    expect(await launchesOf(loss, behind)).toBe(0);
  });

  it('with a custom loss, unless it says replayable: false', async () => {
    const own: Loss = { name: 'own', compute: (t, o) => mean(squaredDifference(t, o)) as Scalar };
    expect(await launchesOf({ ...own, replayable: true }, [linear(3)])).toBe(0);
    expect(await launchesOf(own, [linear(3)])).toBe(0);
    expect(await launchesOf({ ...own, replayable: false }, [linear(3)])).toBeGreaterThan(0);
  });
});
