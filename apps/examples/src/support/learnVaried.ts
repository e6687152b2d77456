import {
  type AugmentOptions,
  accuracyScore,
  augment,
  batches,
  ema,
  type LabeledImages,
  l2,
  mapBatches,
  momentum,
  type Network,
  oneCycle,
} from 'neutype';

/** What an example that varies its images chooses. */
export interface VariedTraining {
  readonly epochs: number;
  readonly seed: number;
  /** How much large weights cost: `l2(penalty)`. */
  readonly penalty: number;
  /** How images are varied on their way into the network. */
  readonly vary: AugmentOptions;
}

/** Pixels from 0 to 1, as images of one channel. */
function pixels(images: LabeledImages['images']) {
  return images.toFloat32().reshape(-1, 28, 28, 1).divide(255);
}

/** Trains a network on images that are others in every epoch, and tells what its averaged weights get right of others. */
export async function learnVaried(
  network: Network,
  learned: LabeledImages,
  measured: LabeledImages,
  { epochs, seed, penalty, vary }: VariedTraining,
): Promise<number> {
  const optimizer = momentum(network, {
    loss: 'categoricalCrossentropy',
    step: oneCycle(0.1, { epochs, warmup: 0.2 }),
    momentum: 0.9,
    nesterov: true,
    regularizer: l2(penalty),
    average: ema({ decay: 0.998 }),
    seed,
    verbose: true,
  });
  const varied = augment({ ...vary, seed });
  const data = batches(learned.images, learned.labels, { batchSize: 128, lastBatch: 'drop', seed });
  await optimizer.train(
    mapBatches(data, ([images, labels]) => [pixels(varied(images)), labels] as const),
    { epochs },
  );
  const outputs = await optimizer.predict(pixels(measured.images), { averaged: true });
  return accuracyScore(measured.labels, outputs.argmax(1));
}
