import { beforeAll, describe, expect, it } from '@jest/globals';
import { input, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { gradientDescent, momentum, type Optimizer, type TrainOptions } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

const COUNT = 40;
const x = Array.from({ length: COUNT }, (_, sample) => [sample]);
const y = x.map(() => 0);

/** With step 0 and batches of one, losses are the squares of the samples that were trained on, in their order. */
async function trainedOn(seed: number, options: TrainOptions, shuffleData = false): Promise<number[]> {
  const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 1, seed, shuffleData });
  await optimizer.train(x, y, { epochs: 1, ...options });
  return optimizer.history.train.map(Math.sqrt);
}

describe('a share of the samples for validation', () => {
  it('is validated with, and not trained on', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: 1, seed: 0 });
    await optimizer.train(x, y, { epochs: 2, validationSplit: 0.25 });
    const trained = optimizer.history.train.slice(0, 30).map(Math.sqrt);
    const validated = x.flat().filter((sample) => !trained.includes(sample));
    expect([trained.length, validated.length]).toEqual([30, 10]);
    const mean = validated.reduce((sum, sample) => sum + sample ** 2, 0) / 10;
    expect(optimizer.history.valid[0]).toBeCloseTo(mean, 3);
    expect(optimizer.history.valid[1]).toBeCloseTo(mean, 3);
  });

  it('is drawn by the seed: the same in each call, another for another seed, and not just the last samples', async () => {
    const first = await trainedOn(0, { validationSplit: 0.5 });
    expect(await trainedOn(0, { validationSplit: 0.5 })).toEqual(first);
    expect(await trainedOn(1, { validationSplit: 0.5 })).not.toEqual(first);
    expect(Math.max(...first)).toBeGreaterThan(20);
  });

  it('leaves the others in their order, or shuffles them', async () => {
    const inOrder = await trainedOn(0, { validationSplit: 0.5 });
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    const shuffled = await trainedOn(0, { validationSplit: 0.5 }, true);
    expect(shuffled).not.toEqual(inOrder);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(inOrder);
  });

  it.each([
    [0.001, 1],
    [0.999, COUNT - 1],
    [0.1, 4],
  ])('of %d is %d samples: at least one, and never all', async (validationSplit, size) => {
    expect((await trainedOn(0, { validationSplit })).length).toBe(COUNT - size);
  });

  it('is taken from every class, to rounding, where the loss is one of classes', async () => {
    const labels = Array.from({ length: 200 }, (_, sample) => (sample < 150 ? 0 : sample < 190 ? 1 : 2));
    const rows = labels.map((label) => [0, 1, 2].map((column) => (column === label ? 1 : 0)));
    const samples = ndarray(
      Float32Array.from(labels, (_, sample) => sample),
      [200, 1],
    );
    // A step of 0: the loss of a batch of one is the cross-entropy of its class, different for each class.
    const network = input(1).to(softmax(3, { weight: 0, bias: ndarray([0, 1, 2]) }));
    const reporter = recorder();
    const optimizer = momentum(network, {
      loss: 'categoricalCrossentropy',
      step: 0,
      batchSize: 1,
      seed: 3,
      reporter,
    });
    await optimizer.train(samples, rows, { epochs: 1, validationSplit: 0.2 });
    const counts = [0, 1, 2].map((label) => {
      const loss = Math.log(1 + Math.E + Math.E ** 2) - label;
      return optimizer.history.train.filter((value) => Math.abs(value - loss) < 1e-5).length;
    });
    expect(counts).toEqual([120, 32, 8]);
  });

  it('keeps weights with their samples', async () => {
    const sampleWeight = x.map(([sample]) => 1 + sample!);
    const optimizer: Optimizer = gradientDescent(oneWeight(), { step: 0, batchSize: null, seed: 0 });
    await optimizer.train(x, y, { epochs: 1, validationSplit: 0.25, sampleWeight });
    const trained = await trainedOn(0, { validationSplit: 0.25 });
    const meanOf = (samples: number[]): number => {
      const total = samples.reduce((sum, sample) => sum + 1 + sample, 0);
      return samples.reduce((sum, sample) => sum + (1 + sample) * sample ** 2, 0) / total;
    };
    const rest = x.flat().filter((sample) => !trained.includes(sample));
    expect(optimizer.history.train[0]! / meanOf(trained)).toBeCloseTo(1, 5);
    expect(optimizer.history.valid[0]! / meanOf(rest)).toBeCloseTo(1, 5);
  });

  it('needs two samples', async () => {
    await expect(gradientDescent(oneWeight()).train([[1]], [0], { validationSplit: 0.5 })).rejects.toThrow(
      'option validationSplit: expected at least 2 samples, one of them to learn from, got 1.',
    );
  });
});
