import type { Progress } from '../checkpoint/progress.js';
import type { EpochRecord } from '../history.js';
import { weightedMean } from './evaluate.js';
import { newUpdates, progressOf, runUpdates } from './runUpdates.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingRun } from './trainingRun.js';
import { type Judgement, validate } from './validate.js';

/**
 * One pass through the training data and, if it was not stopped on the way, one through the validation data. Where it
 * fails, what was done before goes into the history.
 *
 * @param progress how far it has come before, where it is gone on with
 * @returns its record; nothing if it was stopped before its first update
 */
export async function runEpoch(
  run: TrainingRun,
  epoch: number,
  progress: Progress = NO_PROGRESS,
): Promise<EpochRecord | undefined> {
  const { history } = run;
  const began = performance.now() - 1000 * progress.seconds;
  const firstUpdate = history.train.length - progress.weights.length;
  const made = newUpdates(run, progress);
  const judgement: Judgement = {};
  const recordOf = (): EpochRecord | undefined => {
    const losses = history.train.slice(firstUpdate);
    if (losses.length === 0) return undefined;
    return {
      epoch,
      train: losses.at(-1) as number,
      trainMean: weightedMean(losses, made.weights),
      ...judgement,
      step: run.updates.step,
      seconds: secondsSince(began),
      updates: losses.length,
    };
  };
  try {
    if (progress.stage === 'updates') {
      await runUpdates(run, epoch, made, began);
      if (made.isWhole) run.updates.averages?.noteEpoch(epoch);
    }
    if (made.isWhole) await judge(run, epoch, judgement, () => progressOf(made, began, 'validation'));
    return recordOf();
  } catch (error) {
    const record = recordOf();
    if (record) history.addEpoch(record);
    throw error;
  }
}

const NO_PROGRESS: Progress = { weights: [], batches: 0, seconds: 0, stage: 'updates' };

/** Takes a checkpoint where the validation is stopped, since the epoch is not to be done without. */
async function judge(
  run: TrainingRun,
  epoch: number,
  judgement: Judgement,
  progress: () => Progress,
): Promise<void> {
  const { checkpoints, control, metrics, valid } = run;
  const validation = valid?.position;
  await validate(run, epoch, judgement);
  if (!control.stop.raised || control.isDisposed) return;
  const isCut = valid ? judgement.valid === undefined : metrics.length > 0 && !judgement.metrics;
  if (isCut) await checkpoints?.cut(run, { progress: progress(), validation });
}
