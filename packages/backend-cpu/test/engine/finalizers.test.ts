/** @jest-environment-options {"finalizers": true} */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import '../../src/index.js';
import { memory } from '@tensorflow/tfjs-core';
import { model, predictTimes } from '../support/predicted.js';

beforeAll(() => useBackend('cpu'));

it('frees what is kept for a model that nobody holds any more', async () => {
  const before = memory().numTensors;
  await predictAndForget();
  expect(memory().numTensors).toBeGreaterThan(before);
  await untilFreed(before);
  expect(memory().numTensors).toBe(before);
});

async function predictAndForget(): Promise<void> {
  const predicted = model();
  await predictTimes(predicted, 10);
  predicted.shift.dispose();
}

async function untilFreed(count: number): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 100 && memory().numTensors > count; turn++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
