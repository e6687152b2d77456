import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { engineInfo } from '@neutype/backend-cpu';
import { conv2d, flatten, input, type Network, sigmoid } from '@neutype/layers';
import { binaryCrossentropy } from '@neutype/losses';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { engine, memory } from '@tensorflow/tfjs-core';
import type { Signal } from '../src/index.js';
import { ALGORITHMS } from './algorithms.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});

const x = ndarray(random(1).fillNormal(new Float32Array(8 * 9)), [8, 3, 3, 1]);
const y = ndarray([0, 1, 0, 1, 1, 0, 1, 0], [8, 1]);
const options = {
  loss: 'binaryCrossentropy',
  batchSize: 4,
  seed: 0,
  step: 1e-4,
  reporter: recorder(),
} as const;

function build(): Network {
  return input([3, 3, 1]).to(conv2d(2, 2), flatten(), sigmoid(1));
}

/** All that could leak: tensors, the data behind them, and blocks of engine memory. */
function held() {
  const { numTensors, numDataBuffers, numBytes } = memory();
  return {
    numTensors,
    numDataBuffers,
    numBytes,
    ids: engine().backend.numDataIds(),
    used: engineInfo().usedBytes,
  };
}

it('every algorithm is in the list that these tests go through', () => {
  const folder = new URL('../src/algorithms/', import.meta.url);
  const files = readdirSync(folder).filter(
    (file) => !readFileSync(new URL(file, folder), 'utf8').includes('/fullBatch/'),
  );
  expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(Object.keys(ALGORITHMS).sort());
});

describe.each(Object.entries(ALGORITHMS))('%s', (algorithm, make) => {
  // Resilient propagation takes no smaller step than its minStep.
  const ours = /rprop/i.test(algorithm) ? { ...options, step: 0.01 } : options;

  it('is replayed', async () => {
    const network = build();
    const optimizer = make(network, ours);
    await optimizer.train(x, y, { epochs: 4 });
    expect(optimizer.replay).toBe('replayed');
    optimizer.dispose();
    network.dispose();
  });

  it('goes on, on another backend, as if it had stayed', async () => {
    const losses = async (elsewhere: string): Promise<readonly number[]> => {
      const network = build();
      const optimizer = make(network, { ...options, step: 0.01 });
      await optimizer.train(x, y, { epochs: 4 });
      await optimizer.moveToBackend(elsewhere);
      await optimizer.train(x, y, { epochs: 4 });
      optimizer.dispose();
      network.dispose();
      await activateBackend();
      return optimizer.history.train;
    };
    const [stayed, moved] = [await losses('cpu'), await losses('stock')];
    for (const [index, loss] of stayed.entries()) expect(moved[index]).toBeCloseTo(loss, 4);
  });

  it('holds no more after 300 updates that are not replayed than after 10', async () => {
    const seen: object[] = [];
    const signals: Signal = {
      updateEnd: ({ updatesMade }) => {
        if (updatesMade === 10 || updatesMade === 300) seen.push(held());
      },
    };
    const network = build();
    const loss = { ...binaryCrossentropy, replayable: false };
    const optimizer = make(network, { ...ours, loss, signals });
    await optimizer.train(x, y, { epochs: 150 });
    optimizer.dispose();
    network.dispose();
    expect(seen.length).toBe(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('holds no more after 10,000 updates than after 1,000, and nothing when it is gone', async () => {
    const seen: object[] = [];
    const signals: Signal = {
      updateEnd: ({ updatesMade }) => {
        if (updatesMade === 1_000 || updatesMade === 10_000) seen.push(held());
      },
    };
    const before = held();
    const network = build();
    const optimizer = make(network, { ...ours, signals });
    await optimizer.train(x, y, { epochs: 5_000 });
    optimizer.dispose();
    network.dispose();
    expect(seen.length).toBe(2);
    expect(seen[1]).toEqual(seen[0]);
    expect(held()).toEqual(before);
  }, 120_000);
});
