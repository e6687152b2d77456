import { Breath, type Model, stagedScalar } from '@neutype/core';
import { DataError } from '@neutype/errors';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { gather } from '../data/gather.js';
import type { Samples } from '../data/samples.js';
import { portOutputs } from './heads.js';

/** How samples are looked at. */
export interface RefreshOptions {
  /** Samples computed at a time. */
  readonly batchSize: number;
  /** The key under which random masks are drawn. */
  readonly maskKey: readonly [number, number];
}

/**
 * Takes running statistics anew: the mean over batches, each weighted by its samples, of what layers such as batch
 * normalization gather. Nothing is trained. Batches that are too small for the model are left out.
 *
 * @throws DataError where there are too few samples
 */
export async function refreshStatistics(
  model: Model,
  inputs: readonly Samples[],
  { batchSize, maskKey }: RefreshOptions,
): Promise<void> {
  const [samples] = inputs as readonly [Samples];
  const smallest = model.smallestBatch?.samples ?? 1;
  if (Math.min(batchSize, samples.count) < smallest) throw tooFew(smallest, batchSize, samples);
  const breath = new Breath();
  const counter = stagedScalar(0, 'int32');
  let seen = 0;
  try {
    for (let start = 0; start < samples.count; start += batchSize) {
      const rows = Math.min(batchSize, samples.count - start);
      if (rows < smallest) break;
      seen += rows;
      const context = {
        training: true,
        randomness: { key: maskKey, counter },
        statisticsRate: rows / seen,
      };
      tidy(() => {
        const tensors = inputs.map((input) => rowsOf(input, start, rows));
        if (!portOutputs(model, tensors, context)) model.forward(tensors[0] as Tensor, context);
      });
      counter.value += 1;
      if (breath.due) await breath.take();
    }
  } finally {
    counter.dispose();
  }
}

function rowsOf(samples: Samples, start: number, rows: number): Tensor {
  const values = new Float32Array(rows * samples.size);
  gather(values, samples, start, rows);
  return tensor(values, [rows, ...samples.shape]);
}

function tooFew(smallest: number, batchSize: number, { name, count }: Samples): DataError {
  return new DataError({
    where: 'refreshStatistics',
    expected: `batches of at least ${smallest} samples`,
    received: count < smallest ? `${name} with ${count}` : `a batchSize of ${batchSize}`,
  });
}
