import type { Batch } from '../data/batch.js';
import type { EpochOfBatches } from '../data/batchedData.js';
import { checkFirstBatch } from './checkFirstBatch.js';
import { LossLog } from './lossLog.js';
import { NotFinite } from './notFinite.js';
import { type Move, notify } from './notify.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingRun } from './trainingRun.js';

/** What became of the updates of an epoch, or of so many of them as were made. */
export interface EpochUpdates {
  /** What the batch of each update counts in a mean over batches. */
  readonly weights: number[];
  /** Whether all were made; not so where training was stopped on the way. */
  isWhole: boolean;
}

/**
 * The updates of one epoch: one for each batch of the training data.
 *
 * @param made where they are noted as they are made
 * @param began when the epoch began, as `performance.now()` tells it
 */
export async function runUpdates(
  run: TrainingRun,
  epoch: number,
  made: EpochUpdates,
  began: number,
): Promise<void> {
  const { settings, train, updates } = run;
  const log = lossLog(run, epoch);
  const move: Move = async (backend) => {
    await log.settle();
    await updates.moveTo(backend);
  };
  const batches = train.open(epoch);
  updates.recheck();
  try {
    await runBatches(run, epoch, made, { batches, log, move, began });
    await log.settle();
  } catch (error) {
    // The first error is the one to tell.
    await log.settle().catch(() => {});
    await Promise.resolve(batches.close()).catch(() => {});
    throw error;
  } finally {
    log.dispose();
    if (settings.verbose) settings.reporter.progress?.(undefined);
  }
  await batches.close();
}

interface Course {
  readonly batches: EpochOfBatches;
  readonly log: LossLog;
  readonly move: Move;
  readonly began: number;
}

async function runBatches(
  run: TrainingRun,
  epoch: number,
  made: EpochUpdates,
  { batches, log, move, began }: Course,
): Promise<void> {
  const { breath, control, settings, updates, train } = run;
  const { updates: total } = train;
  while (!control.stop.raised) {
    const next = batches.next();
    const batch = next instanceof Promise ? await arrival(run, next, move) : next;
    if (!batch) {
      made.isWhole = !control.stop.raised;
      return;
    }
    if (updates.made === 0) await checkFirstBatch(run, batch);
    setStep(run, epoch, made);
    log.note(updates.run(batch));
    made.weights.push(batch.weight);
    const done = made.weights.length;
    for (const signal of settings.signals) {
      const pending = notify(run, move, () => signal.updateEnd?.(run.optimizer, { epoch, done, total }));
      if (pending) await pending;
    }
    if (control.backendSwitch.pending) await control.backendSwitch.perform(move);
    if (breath.due) {
      await log.settle();
      drawProgress(run, done, began);
      await breath.take();
    }
    made.isWhole = done === total;
  }
}

/** The learning rate of the next update, where it follows a schedule. */
function setStep({ pace, train, updates }: TrainingRun, epoch: number, { weights }: EpochUpdates): void {
  const part = train.updates === undefined ? 0 : weights.length / train.updates;
  const step = pace.at({ update: updates.made, epoch: epoch - 1 + part }, updates.step);
  if (step !== updates.step) updates.step = step;
}

/** A batch that is waited for: the wait ends where training is stopped, and moves to another backend are made meanwhile. */
function arrival(
  { control }: TrainingRun,
  next: Promise<Batch | undefined>,
  move: Move,
): Promise<Batch | undefined> {
  return control.backendSwitch.performDuring(control.stop.orRaised(next), move);
}

/** Puts losses into the history, and stops training at one that is not finite. */
function lossLog({ history }: TrainingRun, epoch: number): LossLog {
  const before = history.train.length;
  return new LossLog((loss) => {
    const update = history.train.length + 1;
    if (!Number.isFinite(loss)) throw new NotFinite('batch', loss, { epoch, update, batch: update - before });
    history.train.push(loss);
  });
}

function drawProgress({ history, settings, train }: TrainingRun, done: number, began: number): void {
  const { reporter, verbose } = settings;
  const { updates: total } = train;
  if (!verbose || (total !== undefined && total < 2)) return;
  reporter.progress?.({
    done,
    total,
    seconds: secondsSince(began),
    loss: history.train.at(-1),
    metrics: history.epochs.at(-1)?.metrics,
  });
}
