import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { currentBackend, registerGradients, useBackend } from '@neutype/core';
import { getGradient } from '@tensorflow/tfjs-core';
import { describeContract } from './describeContract.js';

beforeAll(async () => {
  registerGradients();
  const ours = getGradient('BatchMatMul');
  await import('@tensorflow/tfjs');
  expect(getGradient('BatchMatMul')).not.toBe(ours);
  await useBackend('cpu');
});

describe('with the whole of @tensorflow/tfjs imported later', () => {
  it('stays on its backend', () => {
    expect(currentBackend()).toBe('cpu');
  });

  describeContract({ leakSteps: 200 });
});
