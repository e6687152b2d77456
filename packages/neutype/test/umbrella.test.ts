import { describe, expect, it } from '@jest/globals';
import * as errors from '@neutype/errors';
import type { MomentumOptions } from '@neutype/optimizers';
import { engine } from '@tensorflow/tfjs-core';
import * as settings from '../src/engine.js';
import * as files from '../src/files.js';
import * as neutype from '../src/index.js';
import * as live from '../src/live.js';
import * as logs from '../src/logs.js';
import * as png from '../src/png.js';
import * as tensors from '../src/tensors.js';

const { algorithms, input, layers, losses, momentum, ndarray, sigmoid, tanh } = neutype;

describe('the umbrella', () => {
  it('has every error that its packages throw', () => {
    expect(Object.keys(errors).filter((name) => name.endsWith('Error'))).toEqual(
      Object.keys(neutype)
        .filter((name) => name in errors && name.endsWith('Error'))
        .sort(),
    );
    expect(neutype.DisposedError).toBe(errors.DisposedError);
  });

  it('gives custom layers, losses and optimizers the operations of the copy that it runs on', async () => {
    expect(tensors.engine()).toBe(engine());
    const { mean, square, sub } = tensors;
    const x = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    async function lossesWith(loss: NonNullable<MomentumOptions['loss']>) {
      const optimizer = momentum(input(2).to(tanh(8), sigmoid(1)), { loss, batchSize: null, seed: 0 });
      await optimizer.train(x, [0, 1, 1, 0], { epochs: 5 });
      return optimizer.history.train;
    }
    const own = await lossesWith((actual, predicted) => mean(square(sub(actual, predicted))));
    const builtIn = await lossesWith('mse');
    expect(own).toHaveLength(5);
    own.forEach((loss, epoch) => {
      expect(loss).toBeCloseTo(builtIn[epoch]!, 6);
    });
  });

  it('reaches what its packages keep in sub-paths of their own', async () => {
    expect(files.parseCsv).toBe((await import('@neutype/datasets/files')).parseCsv);
    expect(png.toPng).toBe((await import('@neutype/plots/png')).toPng);
    expect(logs.csvLog).toBe((await import('@neutype/logs')).csvLog);
    expect(live.livePlot).toBe((await import('@neutype/plots/live')).livePlot);
    expect(settings.engineInfo().variant).not.toBe('javascript');
  });

  it('has everything flat and by package', () => {
    expect(layers.input).toBe(input);
    expect(neutype.architectures.lenet5).toBe(neutype.lenet5);
    expect(algorithms.momentum).toBe(momentum);
    expect(losses.mse).toBe(neutype.mse);
    expect(neutype.plots.plotErrors).toBe(neutype.plotErrors);
    expect(neutype.metrics.accuracyScore).toBe(neutype.accuracyScore);
    expect(neutype.datasets.oneHot).toBe(neutype.oneHot);
    expect(neutype.storage.readSafetensors).toBe(neutype.readSafetensors);
  });

  it('trains on the CPU engine by default', async () => {
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
