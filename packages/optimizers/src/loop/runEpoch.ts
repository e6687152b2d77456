import type { EpochRecord } from '../history.js';
import { weightedMean } from './evaluate.js';
import { type EpochUpdates, runUpdates } from './runUpdates.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingRun } from './trainingRun.js';
import { type Judgement, validate } from './validate.js';

/**
 * One pass through the training data and, if it was not stopped on the way, one through the validation data. Where it
 * fails, what was done before goes into the history.
 *
 * @returns its record; nothing if it was stopped before its first update
 */
export async function runEpoch(run: TrainingRun, epoch: number): Promise<EpochRecord | undefined> {
  const { history } = run;
  const began = performance.now();
  const firstUpdate = history.train.length;
  const made: EpochUpdates = { weights: [], isWhole: false };
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
    await runUpdates(run, epoch, made, began);
    if (made.isWhole) {
      run.updates.averages?.noteEpoch(epoch);
      await validate(run, epoch, judgement);
    }
    return recordOf();
  } catch (error) {
    const record = recordOf();
    if (record) history.addEpoch(record);
    throw error;
  }
}
