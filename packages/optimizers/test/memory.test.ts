import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { configureEngine, EngineOutOfMemoryError, engineInfo } from '@neutype/backend-cpu';
import { conv2d, flatten, input, linear, maxPool2d, type Network, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory } from '@tensorflow/tfjs-core';
import { adam, gradientDescent, momentum } from '../src/index.js';
import { activateBackend } from './engine.js';

const MEBIBYTE = 2 ** 20;

beforeEach(async () => {
  await activateBackend();
  configureEngine({ memoryLimitBytes: 8 * MEBIBYTE });
});
afterAll(() => configureEngine({}));

function convolutions(): Network {
  return input([28, 28, 1]).to(conv2d(16, 3), relu(), maxPool2d(2), flatten(), relu(32), softmax(10));
}

const SAMPLES = 64;
const x = ndarray(random(1).fillUniform(new Float32Array(SAMPLES * 784)), [SAMPLES, 28, 28, 1]);
const y = ndarray(
  new Float32Array(SAMPLES * 10).map((_, at) => (at % 10 === Math.floor(at / 10) % 10 ? 1 : 0)),
  [SAMPLES, 10],
);

describe('a batch that does not fit into memory', () => {
  const options = { loss: 'categoricalCrossentropy', seed: 0 } as const;

  it.each([8, 16, 20])(
    'leaves the optimizer as it was: one of %i samples gives what it gives at first',
    async (batchSize) => {
      const [tried, fresh] = [momentum(convolutions(), options), momentum(convolutions(), options)];
      await expect(tried.train(x, y, { epochs: 1, batchSize: 64 })).rejects.toThrow(EngineOutOfMemoryError);
      await tried.train(x, y, { epochs: 2, batchSize });
      tried.dispose();
      configureEngine({ memoryLimitBytes: 8 * MEBIBYTE });
      await fresh.train(x, y, { epochs: 2, batchSize });
      fresh.dispose();
      expect(tried.history.train).toEqual(fresh.history.train);
    },
  );

  it('does not keep the memory that it tried to use', async () => {
    const optimizer = momentum(convolutions(), options);
    await optimizer.train(x, y, { epochs: 4, batchSize: 8 });
    const held = () => ({ tensors: memory().numTensors, used: engineInfo().usedBytes });
    const before = held();
    for (let times = 0; times < 3; times++) {
      await expect(optimizer.train(x, y, { epochs: 1, batchSize: 64 })).rejects.toThrow(
        EngineOutOfMemoryError,
      );
      await expect(
        optimizer.predict(ndarray(new Float32Array(3000 * 784), [3000, 28, 28, 1]), { batchSize: 3000 }),
      ).rejects.toThrow(EngineOutOfMemoryError);
    }
    expect(held().tensors).toBe(before.tensors);
    expect(held().used).toBeLessThanOrEqual(before.used + MEBIBYTE); // scratch memory of larger products
    optimizer.dispose();
  });
});

describe('a network that can never fit into memory', () => {
  const wide = (): Network => input(1000).to(relu(540), linear(1)); // 541,081 parameters, 2.2 MB

  it('is refused with the memory that it needs before any weight is drawn', async () => {
    const network = wide();
    const training = adam(network).train([new Array(1000).fill(1)], [[1]]);
    await expect(training).rejects.toThrow(EngineOutOfMemoryError);
    await expect(training).rejects.toThrow(
      'the CPU engine: expected 8.7 MB of memory for training 541081 parameters (their values, their gradients and what ' +
        'is remembered of them) in batches of 1, got 0.000 MB in use of at most 8.4 MB. It can never fit: ',
    );
    expect(network.parameters.some(({ initialized }) => initialized)).toBe(false);
  });

  it('can be trained by an algorithm that remembers less, and can predict', async () => {
    const optimizer = gradientDescent(wide(), { step: 1e-6 });
    await optimizer.train([new Array(1000).fill(0.01)], [[1]], { epochs: 1 });
    optimizer.dispose();
    const predicting = adam(wide());
    expect((await predicting.predict([new Array(1000).fill(0.01)])).shape).toEqual([1, 1]);
    predicting.dispose();
  }, 60_000);

  it('may be unable even to predict', async () => {
    const network = input(2000).to(relu(2000), linear(1));
    await expect(momentum(network).predict([new Array(2000).fill(1)])).rejects.toThrow(
      'expected 16.0 MB of memory for 4004001 parameters',
    );
    expect(network.parameters.some(({ initialized }) => initialized)).toBe(false);
  });
});
