import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import * as tf from '@tensorflow/tfjs';
import { contractCases } from '../src/index.js';
import { describeCases } from './describeContract.js';

const before = tf.getGradient('BatchMatMul');

beforeAll(() => useBackend('cpu'));

describe('with the whole of @tensorflow/tfjs imported before', () => {
  it("puts its own gradients in place of tfjs's", () => {
    expect(tf.getGradient('BatchMatMul')).not.toBe(before);
  });

  // Which copy's gradients are taken does not depend on the layer that asks for them.
  describeCases(contractCases({ leakSteps: 20 }).filter(({ group }) => !group.startsWith('layers ')));
});
