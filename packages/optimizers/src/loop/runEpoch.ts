import { DisposedError } from '@neutype/errors';
import type { EpochRecord } from '../history.js';
import { evaluate, weightedMean } from './evaluate.js';
import { NotFinite } from './notFinite.js';
import { type EpochUpdates, runUpdates } from './runUpdates.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingControl } from './trainingControl.js';
import type { TrainingRun } from './trainingRun.js';

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
  const recordOf = (valid?: number): EpochRecord | undefined => {
    const losses = history.train.slice(firstUpdate);
    if (losses.length === 0) return undefined;
    return {
      epoch,
      train: losses.at(-1) as number,
      trainMean: weightedMean(losses, made.weights),
      ...(valid !== undefined && { valid }),
      step: run.updates.step,
      seconds: secondsSince(began),
      updates: losses.length,
    };
  };
  try {
    await runUpdates(run, epoch, made, began);
    const valid = made.isWhole ? await validationLoss(run, epoch) : undefined;
    return recordOf(valid);
  } catch (error) {
    const record = recordOf();
    if (record) history.addEpoch(record);
    throw error;
  }
}

async function validationLoss(run: TrainingRun, epoch: number): Promise<number | undefined> {
  const { breath, control, history, updates, valid } = run;
  if (!valid || control.isDisposed) return undefined;
  const loss = await evaluate(updates.loss, valid, epoch, { breath, stop: control.stop }).catch(
    endedBy(control),
  );
  if (loss === undefined) return undefined;
  if (!Number.isFinite(loss))
    throw new NotFinite('validation', loss, { epoch, update: history.train.length });
  return loss;
}

/** An optimizer that is disposed of while it validates ends training, and does not make it fail. */
function endedBy(control: TrainingControl) {
  return (error: unknown): undefined => {
    if (!(control.isDisposed && error instanceof DisposedError)) throw error;
  };
}
