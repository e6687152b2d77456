import type { Tensor } from '@tensorflow/tfjs-core';
import { arrayBatches } from '../data/arrayBatches.js';
import type { EpochRecord } from '../history.js';
import { explain, explainOverflow } from './explain.js';
import { NotFinite } from './notFinite.js';
import { inspectParameters } from './parameters.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * Looks at what the last update has made of the network, which no loss of a batch tells: those are taken before their
 * updates.
 *
 * @throws NonFiniteError where it overflowed
 */
export async function checkOutcome(run: TrainingRun, { epoch, updates }: EpochRecord): Promise<void> {
  const { control, history, optimizer } = run;
  if (control.isDisposed) return;
  const place = { epoch, update: history.train.length, batch: updates };
  const { broken, largest } = await inspectParameters(optimizer.network);
  if (broken) throw explainOverflow(run, new NotFinite('outcome', broken.value, place), broken);
  if (largest < DIVERGED) return;
  const loss = await lossOfFirstBatch(run);
  if (!Number.isFinite(loss)) throw await explain(run, new NotFinite('outcome', loss, place));
}

/** Parameters that are so large are looked at by what they compute: few networks that have learnt have such. */
const DIVERGED = 1e6;

async function lossOfFirstBatch({ breath, updates, train }: TrainingRun): Promise<number> {
  if (!train.seen) return 0;
  for (const batch of arrayBatches(train.seen, train.batchSize ?? train.seen.count)) {
    return updates.evaluation.loss.inTurn(
      batch,
      breath,
      async ([loss]) => (await (loss as Tensor).data())[0] as number,
    );
  }
  return 0;
}
