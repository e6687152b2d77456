import { describe, expect, it } from '@jest/globals';
import { engine } from '@tensorflow/tfjs-core';
import * as neutype from '../src/index.js';

const { algorithms, input, layers, losses, momentum, ndarray, sigmoid, tanh } = neutype;

describe('the umbrella', () => {
  it('has everything flat and by package', () => {
    expect(layers.input).toBe(input);
    expect(algorithms.momentum).toBe(momentum);
    expect(losses.mse).toBe(neutype.mse);
    expect(neutype.plots.plotErrors).toBe(neutype.plotErrors);
    expect(neutype.metrics.accuracyScore).toBe(neutype.accuracyScore);
    expect(neutype.datasets.oneHot).toBe(neutype.oneHot);
  });

  it('trains on the CPU engine without being told to', async () => {
    const x = ndarray(Uint8Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
    const y = [0, 1, 1, 0];
    const optimizer = momentum(input(2).to(tanh(8), sigmoid(1)), {
      loss: 'binaryCrossentropy',
      batchSize: null,
      step: 0.3,
      seed: 0,
    });
    await optimizer.train(x, y, { epochs: 200 });
    expect(neutype.currentBackend()).toBe('cpu');
    expect(engine().backend.constructor.name).not.toBe('MathBackendCPU');
    const predicted = (await optimizer.predict(x)).data;
    expect(neutype.accuracyScore(y, [...predicted].map(Math.round))).toBe(1);
    expect(neutype.plotErrors(optimizer).toText()).toContain('Loss per epoch');
  });
});
