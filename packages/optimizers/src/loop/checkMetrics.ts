import { arrayBatches } from '../data/arrayBatches.js';
import { CollectedOutputs } from './collectedOutputs.js';
import { measured } from './measured.js';
import type { TrainingRun } from './trainingRun.js';

/** As many samples as show whether a metric can be computed of such outputs and targets. */
const ENOUGH = 128;

/**
 * Computes metrics of the first samples before the first update, so that nobody waits an epoch to hear that one cannot be
 * computed. Metrics of others may need all samples, and are not tried.
 *
 * @throws OptionError that names the metric
 */
export async function checkMetrics({ breath, metrics, train, updates, valid }: TrainingRun): Promise<void> {
  const ours = metrics.filter(({ isOurs }) => isOurs);
  const data = valid ?? train;
  const { seen } = data;
  if (ours.length === 0 || seen === undefined || updates.made > 0) return;
  const collected = new CollectedOutputs();
  const [batch] = arrayBatches(seen, Math.min(data.batchSize ?? ENOUGH, seen.count));
  if (batch === undefined) return;
  await updates.evaluation.lossAndOutput.inTurn(batch, breath, ([, ...outputs]) =>
    collected.add(batch, outputs),
  );
  if (collected.areFinite) measured(ours, collected);
}
