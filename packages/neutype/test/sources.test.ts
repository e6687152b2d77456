import { describe, expect, it } from '@jest/globals';
import {
  adam,
  batches,
  input,
  makeMoons,
  mapBatches,
  mixup,
  type Optimizer,
  oneHot,
  prefetch,
  relu,
  smoothLabels,
  softmax,
  streamBatches,
} from '../src/index.js';

const { x, y: labels } = makeMoons({ samples: 200, noise: 0.1, seed: 0 });
const y = oneHot(labels);

function classifier(): Optimizer {
  return adam(input(2).to(relu(16), softmax(2)), {
    loss: 'categoricalCrossentropy',
    metrics: 'accuracy',
    step: 0.02,
    batchSize: 32,
    seed: 0,
  });
}

function* samples(): Generator<[Float32Array, Float32Array]> {
  for (let sample = 0; sample < 200; sample++) {
    yield [x.rows(sample, sample + 1).data.slice(), y.rows(sample, sample + 1).data.slice()];
  }
}

describe('a network trains on what the data sets’ package deals', () => {
  it('batches, and streams of samples, as on arrays', async () => {
    const [ofArrays, ofBatches, ofStream] = [classifier(), classifier(), classifier()];
    await ofArrays.train(x, y, x.rows(0, 50), y.rows(0, 50), { epochs: 3 });
    const validation = batches(x.rows(0, 50), y.rows(0, 50), { shuffle: false });
    await ofBatches.train(batches(x, y, { shuffle: false }), { epochs: 3, validation });
    await ofStream.train(() => prefetch(streamBatches(samples(), { batchSize: 32 })), {
      epochs: 3,
      validation,
    });
    for (const { history } of [ofBatches, ofStream]) {
      expect(history.train).toEqual(ofArrays.history.train);
      expect(history.valid.length).toBe(3);
      for (const [epoch, loss] of history.valid.entries()) {
        expect(loss).toBeCloseTo(ofArrays.history.valid[epoch]!, 6);
      }
      expect(history.metrics).toEqual(ofArrays.history.metrics);
    }
  });

  it('batches that are shuffled, mixed and smoothed, and learns from them', async () => {
    const optimizer = classifier();
    const [mix, smooth] = [mixup({ alpha: 0.05 }), smoothLabels({ amount: 0.05 })];
    const data = mapBatches(batches(x, y, { batchSize: 32, seed: 1 }), (batch) => smooth(mix(batch)));
    await optimizer.train(data, { epochs: 80, validation: { x, y: labels } });
    expect(optimizer.history.metrics['accuracy']!.at(-1)).toBeGreaterThan(0.95);
  });
});
