import { expect, it } from '@jest/globals';
import { currentBackend, stagedScalar, useBackend } from '../src/index.js';

it('a staged number may change before there is a backend, which then sees the last one', async () => {
  const step = stagedScalar(0.5, 'float32');
  step.value = 0.25;
  step.value /= 2;
  expect(step.value).toBe(0.125);
  expect(currentBackend()).toBeUndefined();
  await import('@tensorflow/tfjs-backend-cpu');
  await useBackend('cpu');
  expect([...step.tensor.dataSync()]).toEqual([0.125]);
});
