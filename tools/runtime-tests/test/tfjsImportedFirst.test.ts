import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import * as tf from '@tensorflow/tfjs';
import { describeContract } from './describeContract.js';

const before = tf.getGradient('BatchMatMul');

beforeAll(() => useBackend('cpu'));

describe('with the whole of @tensorflow/tfjs imported before', () => {
  it("puts its own gradients in place of tfjs's", () => {
    expect(tf.getGradient('BatchMatMul')).not.toBe(before);
  });

  describeContract({ leakSteps: 200 });
});
