import { explain } from './explain.js';
import { NotFinite } from './notFinite.js';
import { runEpochs } from './runEpochs.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * One call of `train`.
 *
 * @throws NonFiniteError for a loss or parameters that are not finite
 */
export async function runTraining(run: TrainingRun): Promise<void> {
  try {
    await runEpochs(run);
  } catch (error) {
    throw error instanceof NotFinite ? await explain(run, error) : error;
  }
}
