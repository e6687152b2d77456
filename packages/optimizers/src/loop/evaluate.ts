import type { Breath } from '@neutype/core';
import { batchesOf } from '../data/batches.js';
import type { Pairs } from '../data/pairs.js';
import type { BatchRuns } from '../update/batchRuns.js';
import { LossLog } from './lossLog.js';

/** The mean loss over all samples: the losses of batches, weighted by their size. */
export async function evaluate(
  batches: BatchRuns,
  pairs: Pairs,
  batchSize: number,
  breath: Breath,
): Promise<number> {
  const losses: number[] = [];
  const log = new LossLog((loss) => losses.push(loss));
  for (const batch of batchesOf(pairs, batchSize)) {
    log.note(batches.run(batch));
    if (breath.due) await breath.take();
  }
  await log.settle();
  return weightedMean(losses, batchSize, pairs.x.count);
}

/** The mean over `count` samples of means over batches, all of `batchSize` but perhaps the last. */
export function weightedMean(means: readonly number[], batchSize: number, count: number): number {
  const sum = means.reduce((total, mean, batch) => {
    const rows = Math.min(batchSize, count - batch * batchSize);
    return total + mean * rows;
  }, 0);
  return sum / count;
}
