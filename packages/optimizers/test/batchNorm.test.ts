import { beforeAll, describe, expect, it } from '@jest/globals';
import { batchNorm, conv2d, flatten, input, linear, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { momentum } from '../src/index.js';
import { activateBackend } from './engine.js';

beforeAll(activateBackend);

function samples(count: number, ...shape: number[]) {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = random(count).fillNormal(new Float32Array(count * size));
  const targets = new Float32Array(count * 3);
  for (let sample = 0; sample < count; sample++) {
    const kind =
      (values[sample * size] as number) < -0.4 ? 0 : (values[sample * size] as number) < 0.4 ? 1 : 2;
    targets[sample * 3 + kind] = 1;
  }
  return { x: ndarray(values, [count, ...shape]), y: ndarray(targets, [count, 3]) };
}

const options = { loss: 'categoricalCrossentropy', step: 0.05, batchSize: 128, seed: 0 } as const;
function dense() {
  return input(10).to(linear(32), batchNorm(), relu(), softmax(3));
}

describe('batch normalization', () => {
  it.each([
    [{ count: 129, batchSize: 128 }, 'a last batch of 1: 129 samples in batches of 128', "lastBatch: 'drop'"],
    [
      { count: 1025, batchSize: 128 },
      'a last batch of 1: 1025 samples in batches of 128',
      "lastBatch: 'drop'",
    ],
    [{ count: 10, batchSize: 1 }, 'batches of 1', 'a larger batchSize'],
  ])('refuses a batch of one before the first update: %j', async ({ count, batchSize }, received, remedy) => {
    const optimizer = momentum(dense(), { ...options, batchSize });
    const { x, y } = samples(count, 10);
    const attempt = optimizer.train(x, y, { epochs: 1 });
    await expect(attempt).rejects.toThrow(
      `train: expected batches of at least 2 samples, which layer batch-norm-1 needs, got ${received}.`,
    );
    await expect(attempt).rejects.toThrow(remedy);
    expect(optimizer.updatesMade).toBe(0);
  });

  it.each([129, 1025])(
    'trains on %d samples in batches of 128 when the last batch is dropped',
    async (count) => {
      const { x, y } = samples(count, 10);
      const [dropping, whole] = [momentum(dense(), options), momentum(dense(), options)];
      await dropping.train(x, y, { epochs: 5, lastBatch: 'drop' });
      const full = count - 1;
      const [wholeX, wholeY] = [x.data.slice(0, full * 10), y.data.slice(0, full * 3)];
      await whole.train(ndarray(wholeX, [full, 10]), ndarray(wholeY, [full, 3]), { epochs: 5 });
      expect(dropping.history.train).toEqual(whole.history.train);
      expect(await dropping.score(x, y)).toBeCloseTo(await whole.score(x, y), 6);
    },
  );

  it('accepts a batch of one image, which has many values per channel', async () => {
    const network = input([4, 4, 1]).to(conv2d(2, 3), batchNorm(), relu(), flatten(), softmax(3));
    const { x, y } = samples(9, 4, 4, 1);
    await momentum(network, { ...options, batchSize: 4 }).train(x, y, { epochs: 1 });
    for (const parameter of network.parameters) {
      expect([...(await parameter.read())].every(Number.isFinite)).toBe(true);
    }
  });

  it.each([1024, 1026, 1030])('predicts %d samples in batches of 128 as it was trained', async (count) => {
    const { x, y } = samples(count, 10);
    const optimizer = momentum(dense(), options);
    await optimizer.train(x, y, { epochs: 15 });
    const trained = optimizer.history.epochs.at(-1)?.trainMean as number;
    expect(trained).toBeLessThan(0.4);
    // Averages of 1 / deviation made this 3 and more where the last batch has two samples.
    expect(await optimizer.score(x, y)).toBeLessThan(2 * trained);
  });
});
