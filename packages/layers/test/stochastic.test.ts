import { beforeAll, describe, expect, it } from '@jest/globals';
import { type StagedScalar, stagedScalar, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { memory, ones, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { batchNorm, dropout, input } from '../src/index.js';

let counter: StagedScalar;

beforeAll(async () => {
  await useBackend('cpu');
  counter = stagedScalar(0, 'int32');
});

describe('dropout', () => {
  const network = input(1000).to(dropout(0.3), dropout(0.3, { name: 'second' }));
  const x = () => ones([20, 1000]);
  const key = random(0).key;
  function outputOf(layer: 'dropout-1' | 'second', update: number): Float32Array {
    counter.value = update;
    const context = { training: true, randomness: { key, counter } };
    return network.layer(layer).forward(x(), context).dataSync<'float32'>();
  }

  it('zeroes that share of the values and scales the others', () => {
    const values = outputOf('dropout-1', 0);
    const zeroes = values.filter((value) => value === 0).length;
    expect(zeroes / values.length).toBeCloseTo(0.3, 2);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  it('draws a mask that depends only on the update and the layer', () => {
    expect(outputOf('dropout-1', 1)).toEqual(outputOf('dropout-1', 1));
    expect(outputOf('dropout-1', 1)).not.toEqual(outputOf('dropout-1', 2));
    expect(outputOf('dropout-1', 1)).not.toEqual(outputOf('second', 1));
  });

  it('does nothing outside of training', () => {
    expect(new Set(network.forward(x()).dataSync())).toEqual(new Set([1]));
  });

  it('says what is missing if it has no random numbers', () => {
    expect(() => network.forward(x(), { training: true })).toThrow(
      'layer dropout-1: expected context.randomness',
    );
  });
});

describe('batchNorm', () => {
  // NeuPy's anchor (appendix B4).
  const x = () =>
    tensor([
      [1, 4],
      [3, 8],
      [5, 0],
    ]);

  it('normalizes the batch and follows its statistics while training', async () => {
    const network = input(2).to(batchNorm());
    network.initialize(random(0));
    const y = network.forward(x(), { training: true }).dataSync();
    [-1.224743, 0, 0, 1.224743, 1.224743, -1.224743].forEach((expected, index) => {
      expect(y[index]).toBeCloseTo(expected, 4);
    });
    const { runningMean, runningVariance } = network.layer('batch-norm-1').parameters;
    expect([...(await runningMean!.read())].map((value) => value.toFixed(6))).toEqual([
      '0.300000',
      '0.400000',
    ]);
    expect([...(await runningVariance!.read())].map((value) => value.toFixed(6))).toEqual([
      '1.300000',
      '2.500000',
    ]);
  });

  it('is the identity, but for epsilon, before training, and keeps its statistics outside of it', async () => {
    const network = input(2).to(batchNorm());
    network.initialize(random(0));
    for (const [index, value] of network.forward(x()).dataSync<'float32'>().entries()) {
      expect(value).toBeCloseTo([1, 4, 3, 8, 5, 0][index]! / Math.sqrt(1 + 1e-5), 5);
    }
    expect([...(await network.layer('batch-norm-1').parameters['runningMean']!.read())]).toEqual([0, 0]);
  });

  it('normalizes with the running statistics outside of training', () => {
    const network = input(2).to(batchNorm({ alpha: 1, gamma: 2, beta: [1, -1] }));
    network.initialize(random(0));
    network.forward(x(), { training: true }).dispose();
    const y = network.forward(x()).dataSync();
    // Means 3 and 4, unbiased variances 4 and 16.
    expect(y[0]).toBeCloseTo(1 + (2 * (1 - 3)) / 2, 4);
    expect(y[3]).toBeCloseTo(-1 + (2 * (8 - 4)) / 4, 4);
  });

  it('refuses to train on a single value a channel, which has no variance', () => {
    const rows = input(2).to(batchNorm());
    rows.initialize(random(0));
    expect(() => rows.forward(tensor([[1, 2]]), { training: true })).toThrow(
      'layer batch-norm-1: expected at least two values of each channel in a training batch, to take their variance, got a batch of one sample.',
    );
    const images = input([1, 2, 3]).to(batchNorm());
    images.initialize(random(0));
    expect(
      images.forward(
        tensor([
          [
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
          ],
        ]),
        { training: true },
      ).shape,
    ).toEqual([1, 1, 2, 3]);
  });

  it('lists the settings that a file must store beside its parameters', () => {
    const { settings } = input(2)
      .to(batchNorm({ alpha: 0.2, epsilon: 1e-3 }))
      .layer('batch-norm-1');
    expect(settings).toEqual({ alpha: 0.2, epsilon: 1e-3 });
  });

  it('leaves no tensors behind', () => {
    const network = input(2).to(batchNorm());
    network.initialize(random(0));
    const batch = x();
    network.forward(batch, { training: true }).dispose();
    const before = memory();
    for (let i = 0; i < 20; i++) network.forward(batch, { training: true }).dispose();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });
});
