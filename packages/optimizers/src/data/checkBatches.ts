import { DataError, type Model } from '@neutype/core';

/** How many samples are trained on, and at a time. */
export interface Batching {
  readonly samples: number;
  readonly batchSize: number;
}

/**
 * Refuses batches that are too small for a layer: a single sample has no variance that batch normalisation could take.
 *
 * @throws DataError
 */
export function checkBatches({ smallestBatch }: Model, { samples, batchSize }: Batching): void {
  if (smallestBatch === undefined) return;
  const rest = samples % batchSize;
  const smallest = rest === 0 ? batchSize : rest;
  if (smallest >= smallestBatch.samples) return;
  const isLast = batchSize >= smallestBatch.samples;
  throw new DataError({
    where: 'train',
    expected: `batches of at least ${smallestBatch.samples} samples, which layer ${smallestBatch.layer} needs`,
    received: isLast
      ? `a last batch of ${rest}: ${samples} samples in batches of ${batchSize}`
      : `batches of ${batchSize}`,
    remedy: isLast
      ? "Leave it out with lastBatch: 'drop', or choose another batchSize."
      : 'Choose a larger batchSize.',
  });
}
