import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { currentBackend, registerGradients, useBackend } from '@neutype/core';
import { getGradient } from '@tensorflow/tfjs-core';
import { contractCases } from '../src/index.js';
import { describeCases } from './describeContract.js';

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

  // Which copy's gradients are taken does not depend on the layer that asks for them.
  describeCases(contractCases({ leakSteps: 20 }).filter(({ group }) => !group.startsWith('layers ')));
});
