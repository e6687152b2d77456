import type { Batch } from '../data/batch.js';
import { suspicions } from '../data/suspicions.js';
import { checkFirstOutputs } from '../update/checkFirstOutputs.js';
import { checkMetrics } from './checkMetrics.js';
import type { TrainingRun } from './trainingRun.js';

/** Looks at the first batch of all where data come from a source; arrays were looked at before training began. */
export async function checkFirstBatch(run: TrainingRun, { rows }: Batch): Promise<void> {
  const { optimizer, settings, train, updates } = run;
  if (train.arrays || !train.seen) return;
  updates.requireRoom(rows);
  await checkMetrics(run);
  const objective = { model: optimizer.network, loss: settings.loss };
  const doubt = await checkFirstOutputs(objective, train.seen.inputs, rows);
  for (const warning of [...suspicions(train.seen), ...(doubt === undefined ? [] : [doubt])]) {
    settings.reporter.warn(warning);
  }
}
