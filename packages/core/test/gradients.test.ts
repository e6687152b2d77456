import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory } from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';
import { checkGradientCase, gradientCases } from '../src/testing/index.js';

beforeAll(() => useBackend('cpu'));

describe('gradients agree with central differences', () => {
  it.each(gradientCases)('$name', async (gradientCase) => {
    const before = memory().numTensors;
    await checkGradientCase(gradientCase);
    expect(memory().numTensors).toBe(before);
  });
});
