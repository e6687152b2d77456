import { DataError, shown } from '@neutype/errors';
import { type Pairs, toPairs } from './pairs.js';
import type { Ports } from './ports.js';
import type { SourceBatch } from './sources.js';
import { toWeights } from './weights.js';

/**
 * Reads and checks a batch that a source has given.
 *
 * @param of which one it is, for messages: `batch 3 of epoch 1`
 * @throws DataError, ShapeError for anything that cannot be learnt from
 */
export function readBatch(ports: Ports, batch: SourceBatch, of: string): Pairs {
  const { x, y, sampleWeight } = partsOf(batch, of);
  const pairs = toPairs(ports, [x, y], [`x of ${of}`, `y of ${of}`]);
  if (sampleWeight === undefined) return pairs;
  return { ...pairs, weights: toWeights(sampleWeight, pairs.count, `sampleWeight of ${of}`) };
}

type Parts = Exclude<SourceBatch, readonly unknown[]>;

function partsOf(batch: SourceBatch, of: string): Parts {
  const isList = Array.isArray(batch) && (batch.length === 2 || batch.length === 3);
  if (isList) return { x: batch[0], y: batch[1], sampleWeight: batch[2] };
  if (typeof batch === 'object' && batch !== null && 'x' in batch && 'y' in batch) return batch;
  throw new DataError({
    where: of,
    expected: 'arrays of samples and their targets, as { x, y } or [x, y]',
    received: shown(batch),
    remedy: 'A source gives batches: streamBatches(samples) makes them of single samples.',
  });
}
