import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batches } from '@neutype/datasets';
import {
  batchNorm,
  conv2d,
  flatten,
  input,
  type Layer,
  maxPool2d,
  type Network,
  relu,
  softmax,
} from '@neutype/layers';
import { accuracyScore } from '@neutype/metrics';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { momentum, oneCycle } from '@neutype/optimizers';
import type { Workload } from '../worker/serve.js';
import type { RaceLayer, Recipe } from '../workloads/recipes.js';

/** Images a prediction. */
const ROWS = 1000;

interface Digits {
  readonly x: NdArray<Float32Array>;
  readonly labels: NdArray<Uint8Array>;
}

/** Trains until a share of the test images is right, in each run from other weights and in another order. */
export function raceWorkload(recipe: Recipe, folder: string): Workload {
  const [train, test] = [digits(folder, 'train'), digits(folder, 'test')];
  let seed = 0;
  return {
    async run() {
      // A training that ends without having got there is followed by another, and its time counts.
      while (!(await getsThere(recipe, train, test, seed++)));
    },
  };
}

async function getsThere(recipe: Recipe, train: Digits, test: Digits, seed: number): Promise<boolean> {
  const { batchSize, firstLook, momentum: rate, peak, target, updates, updatesPerLook, warmup } = recipe;
  const network = networkOf(recipe);
  const optimizer = momentum(network, {
    loss: 'categoricalCrossentropy',
    step: oneCycle(peak, { updates, warmup }),
    momentum: rate,
    nesterov: true,
    seed,
  });
  const data = endless(batches(train.x, train.labels, { batchSize, seed, lastBatch: 'drop' }));
  const looks = { epochs: updates / updatesPerLook, updatesPerEpoch: updatesPerLook };
  try {
    for await (const { epoch } of optimizer.epochs(data, looks)) {
      if (epoch * updatesPerLook < firstLook) continue;
      const predicted = (await optimizer.predict(test.x, { batchSize: ROWS })).argmax(1);
      if (accuracyScore(test.labels, predicted) >= target) return true;
    }
    return false;
  } finally {
    optimizer.dispose();
    network.dispose();
  }
}

function networkOf({ layers }: Recipe): Network {
  return input([28, 28, 1]).to(...layers.map(layerOf), softmax(10));
}

function layerOf(layer: RaceLayer): Layer {
  switch (layer[0]) {
    case 'conv':
      return conv2d(layer[1], layer[2], { stride: layer[3], bias: null });
    case 'norm':
      return batchNorm();
    case 'relu':
      return relu();
    case 'pool':
      return maxPool2d(2);
    case 'flatten':
      return flatten();
  }
}

function* endless<T>(passes: Iterable<T>): Generator<T> {
  for (;;) yield* passes;
}

function digits(folder: string, part: 'train' | 'test'): Digits {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const images = bytes(`${part}-images`);
  return {
    x: ndarray(
      Float32Array.from(images, (gray) => gray / 255),
      [images.length / 784, 28, 28, 1],
    ),
    labels: ndarray(bytes(`${part}-labels`)),
  };
}
