import { beforeAll, describe, expect, it } from '@jest/globals';
import { memory, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { type Model, predictModel, ShapeError, useBackend } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

const SAMPLES = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

function modelOf(forward: (x: Tensor) => Tensor, outputShape: readonly number[]): Model {
  return { inputShape: [2], outputShape, parameters: [], replayable: true, initialize: () => {}, forward };
}

describe('predictModel', () => {
  it.each([1, 2, 4, 5, 100])('gives the same outputs in batches of %d samples', async (batchSize) => {
    const before = memory().numTensors;
    const model = modelOf((x) => mul(x, 2), [2]);
    const outputs = await predictModel(model, SAMPLES, { batchSize });
    expect([...outputs]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(memory().numTensors).toBe(before);
  });

  it('reads samples of integers', async () => {
    const model = modelOf((x) => sum(x, 1, true), [1]);
    expect([...(await predictModel(model, Uint8Array.of(250, 5, 1, 2)))]).toEqual([255, 3]);
  });

  it('refuses outputs that do not have the shape which the model promises', async () => {
    const attempt = predictModel(
      modelOf((x) => x, [3]),
      SAMPLES,
    );
    await expect(attempt).rejects.toThrow(ShapeError);
    await expect(attempt).rejects.toThrow('predict: expected outputs of shape [5, 3]');
    await expect(attempt).rejects.toThrow('got 10 values');
  });
});
