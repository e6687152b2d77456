import type { EpochRecord } from '../history.js';
import { evaluate, weightedMean } from './evaluate.js';
import { finiteLoss } from './finite.js';
import { runUpdates } from './runUpdates.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * One pass through the training data and, if it was not stopped on the way, one through the validation data.
 *
 * @returns what is to be told of it; nothing where it was stopped before its first update
 */
export const runEpoch = async (run: TrainingRun, epoch: number): Promise<EpochRecord | undefined> => {
  const { batchSize, history, train } = run;
  const began = performance.now();
  const firstUpdate = history.train.length;
  const isWhole = await runUpdates(run, epoch, began);
  const losses = history.train.slice(firstUpdate);
  if (losses.length === 0) return undefined;
  const valid = isWhole ? await validationLoss(run, epoch) : undefined;
  return {
    epoch,
    train: losses.at(-1) as number,
    trainMean: weightedMean(losses, batchSize, Math.min(train.x.count, losses.length * batchSize)),
    ...(valid !== undefined && { valid }),
    seconds: secondsSince(began),
    updates: losses.length,
  };
};

const validationLoss = async (run: TrainingRun, epoch: number): Promise<number | undefined> => {
  const { batchSize, breath, history, steps, valid } = run;
  if (!valid) return undefined;
  const loss = await evaluate(steps.loss, valid, batchSize, breath);
  const update = history.train.length;
  return finiteLoss(loss, { epoch, update, lastGood: history.train.at(-1), step: steps.train.stepSize });
};
