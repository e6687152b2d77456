/** @jest-environment-options {"finalizers": true} */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { memory } from '@tensorflow/tfjs-core';
import { momentum } from '../src/index.js';
import { activateBackend } from './engine.js';
import { xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);

it('frees what an optimizer keeps on the backend when it is garbage-collected', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const network = xorNetwork();
  network.initialize(random(0));
  for (const { variable } of network.parameters) void variable;
  const before = memory().numTensors;
  for (let made = 0; made < 20; made++) {
    await momentum(network, xorOptions).train(xor.x, xor.y, { epochs: 2 });
  }
  const peak = memory().numTensors;
  expect(peak).toBeGreaterThan(before);
  // Until they are collected: how many turns that takes is the engine's affair.
  for (let turn = 0; turn < 500 && memory().numTensors > before; turn++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(memory().numTensors).toBeLessThanOrEqual(before + (peak - before) / 10);
});
