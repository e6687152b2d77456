/**
 * What augmentation adds to an epoch of the tutorial's network: `node dist/augmentation/main.js [SAMPLES]`. Digits are
 * generated; the images are varied anew in each epoch, between updates.
 */
import '@neutype/backend-cpu';
import {
  type AugmentOptions,
  augment,
  batches,
  mapBatches,
  oneHot,
  syntheticDigits,
} from '@neutype/datasets';
import { type BatchSource, momentum } from '@neutype/optimizers';
import { networks } from '../engine/networks.js';
import { BATCH_SIZE, MOMENTUM, STEP } from '../workloads/networks.js';

const EPOCHS = 3;
const samples = Number(process.argv[2] ?? 60_000);
const digits = syntheticDigits({ samples, seed: 0 });
const x = digits.images.toFloat32().divide(255).reshape(samples, 784);
const y = oneHot(digits.labels, { classes: 10 });

const affine: AugmentOptions = { shift: 2, rotate: 10, scale: [0.9, 1.1], shear: 0.1 };
const variations: Readonly<Record<string, AugmentOptions | undefined>> = {
  'batches as they are': undefined,
  'shifts and rotations': { shift: 2, rotate: 10 },
  'shifts, rotations, scale and shear': affine,
  'all of them and elastic': { ...affine, elastic: { alpha: 34, sigma: 4 } },
};

/** The fastest epoch, and how much of it was spent on varying images, in seconds. */
async function measure(options: AugmentOptions | undefined): Promise<{ epoch: number; varying: number }> {
  const optimizer = momentum(networks.tutorial(), {
    loss: 'categoricalCrossentropy',
    momentum: MOMENTUM,
    step: STEP,
    seed: 0,
  });
  const plain = batches(x, y, { batchSize: BATCH_SIZE, seed: 0 });
  const spent: number[] = [];
  let source: BatchSource = plain;
  if (options) {
    const vary = augment({ ...options, seed: 0 });
    source = mapBatches(plain, ([images, targets]) => {
      const began = performance.now();
      const varied = vary(images);
      spent[optimizer.lastEpoch] = (spent[optimizer.lastEpoch] ?? 0) + performance.now() - began;
      return [varied, targets] as const;
    });
  }
  await optimizer.train(source, { epochs: EPOCHS });
  const seconds = optimizer.history.epochs.map((record) => record.seconds);
  const fastest = seconds.indexOf(Math.min(...seconds));
  optimizer.dispose();
  return { epoch: seconds[fastest] as number, varying: (spent[fastest] ?? 0) / 1000 };
}

for (const [name, options] of Object.entries(variations)) {
  const { epoch, varying } = await measure(options);
  const share = ((100 * varying) / epoch).toFixed(0);
  console.log(
    `${name}: ${epoch.toFixed(2)} s an epoch, ${varying.toFixed(2)} s (${share} %) of it varying images`,
  );
}
