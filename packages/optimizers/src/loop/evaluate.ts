import type { Breath } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { BatchedData } from '../data/batchedData.js';
import type { BatchRuns } from '../update/batchRuns.js';
import type { CollectedOutputs } from './collectedOutputs.js';
import { LossLog } from './lossLog.js';
import type { StopFlag } from './stopFlag.js';

/** How an evaluation is done. */
export interface Evaluation {
  readonly breath: Breath;
  /** Ends it before its end, without a result. */
  readonly stop?: StopFlag;
  /** What keeps the outputs, where the runs give them beside the loss. */
  readonly collected?: CollectedOutputs | undefined;
}

/**
 * The mean loss over all samples: the losses of batches, weighted by what they count.
 *
 * @param epoch after which epoch, for data that are others in each
 * @returns nothing where it was stopped while it waited for a source
 */
export async function evaluate(
  runs: BatchRuns,
  data: BatchedData,
  epoch: number,
  { breath, stop, collected }: Evaluation,
): Promise<number | undefined> {
  const losses: number[] = [];
  const weights: number[] = [];
  const log = new LossLog((loss) => losses.push(loss));
  const batches = data.open(epoch);
  try {
    for (;;) {
      const next = batches.next();
      const batch = next instanceof Promise ? await (stop?.orRaised(next) ?? next) : next;
      if (!batch) break;
      await runs.inTurn(batch, breath, ([loss, ...outputs]) => {
        log.note(loss as Tensor);
        return collected?.add(batch, outputs);
      });
      weights.push(batch.weight);
      if (breath.due) await breath.take();
    }
    await log.settle();
  } finally {
    log.dispose();
    await batches.close();
  }
  const isCutShort = stop?.raised === true && data.arrays === undefined;
  return isCutShort ? undefined : weightedMean(losses, weights);
}

/** The mean of means over batches, each of which counts so much; 0 where none counts. */
export function weightedMean(means: readonly number[], weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  for (const [batch, mean] of means.entries()) {
    const weight = weights[batch] as number;
    sum += mean * weight;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
