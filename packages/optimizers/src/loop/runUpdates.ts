import type { Tensor } from '@tensorflow/tfjs-core';
import type { Progress } from '../checkpoint/progress.js';
import type { Standing } from '../checkpoint/trainingState.js';
import type { Batch } from '../data/batch.js';
import type { EpochOfBatches } from '../data/batchedData.js';
import type { MadeUpdate } from '../update/updater.js';
import { checkFirstBatch } from './checkFirstBatch.js';
import { endedBy } from './endedBy.js';
import { Glances } from './glances.js';
import { LossLog } from './lossLog.js';
import { NotFinite } from './notFinite.js';
import { type Move, notify } from './notify.js';
import { secondsSince } from './secondsSince.js';
import { type TrainingRun, updatesPerEpoch } from './trainingRun.js';

/** What became of the updates of an epoch, or of so many of them as were made. */
export interface EpochUpdates {
  /** What the batches of each update count in a mean over batches. */
  readonly weights: number[];
  /** Batches that they were made of. */
  batches: number;
  /** Whether all were made; not so where training was stopped on the way. */
  isWhole: boolean;
}

/** Those of an epoch that has come so far. */
export function newUpdates(run: TrainingRun, { batches, stage, weights }: Progress): EpochUpdates {
  const isWhole = stage === 'validation' || weights.length === updatesPerEpoch(run);
  return { weights: [...weights], batches, isWhole };
}

/** How far an epoch has come. */
export function progressOf(
  { batches, weights }: EpochUpdates,
  began: number,
  stage: Progress['stage'] = 'updates',
): Progress {
  return { weights, batches, seconds: secondsSince(began), stage };
}

/**
 * The updates of one epoch: one for each batch of the training data, or for so many as `accumulate` says.
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
  const log = lossLog(run, epoch, made.weights.length);
  const move: Move = async (backend) => {
    await log.settle();
    await updates.moveTo(backend);
  };
  const batches = train.open(epoch, made.batches);
  updates.recheck();
  try {
    await runBatches(run, epoch, made, { batches, log, move, began, glances: new Glances() });
    await log.settle();
    if (!made.isWhole) await run.checkpoints?.cut(run, standingOfCut(run, made, began));
  } catch (error) {
    // The first error is the one to tell.
    await log.settle().catch(() => {});
    await Promise.resolve(batches.close()).catch(() => {});
    throw error;
  } finally {
    updates.drop();
    log.dispose();
    if (settings.verbose) settings.reporter.progress?.(undefined);
  }
  await batches.close();
}

/** What was seen for an update that is not made has left its traces: there is no going on from there. */
function standingOfCut(
  { control, updates }: TrainingRun,
  made: EpochUpdates,
  began: number,
): Standing | undefined {
  return updates.isBegun || control.isDisposed ? undefined : { progress: progressOf(made, began) };
}

interface Course {
  readonly batches: EpochOfBatches;
  readonly log: LossLog;
  readonly move: Move;
  readonly began: number;
  readonly glances: Glances;
}

async function runBatches(
  run: TrainingRun,
  epoch: number,
  made: EpochUpdates,
  course: Course,
): Promise<void> {
  const { control, updates } = run;
  let weight = 0;
  let taken = made.batches;
  while (goesOn(run)) {
    const next = course.batches.next();
    const batch = next instanceof Promise ? await arrival(run, next, course.move) : next;
    if (control.stop.raised && !(batch && goesOn(run))) return;
    if (batch) taken += 1;
    if (batch && updates.made === 0) await checkFirstBatch(run, batch);
    if (batch) setStep(run, epoch, made);
    const update = batch ? updates.run(batch, run.breath) : updates.finish(run.breath);
    weight += batch?.weight ?? 0;
    const isMade =
      update instanceof Promise ? await takeItsTime(run, update, course.log) : noteIfMade(update, course.log);
    if (!isMade && control.isDisposed) return;
    if (isMade) {
      made.weights.push(weight);
      made.batches = taken;
      weight = 0;
      const done = made.weights.length;
      const total = updatesPerEpoch(run);
      for (const signal of run.settings.signals) {
        const pending = notify(run, course.move, () =>
          signal.updateEnd?.(run.optimizer, { epoch, done, total }),
        );
        if (pending) await pending;
      }
    }
    if (control.backendSwitch.pending) await control.backendSwitch.perform(course.move);
    if (isMade && run.checkpoints?.isDue(updates.made)) {
      await course.log.settle();
      await run.checkpoints.take(run, { progress: progressOf(made, course.began) });
    }
    if (batch && run.breath.due) await breathe(run, made, course);
    made.isWhole = batch === undefined || made.weights.length === updatesPerEpoch(run);
    if (!batch) return;
  }
}

/** Where there are checkpoints, an update is made of all its batches before training stops: there is no going on within one. */
function goesOn({ checkpoints, control, updates }: TrainingRun): boolean {
  return !control.stop.raised || (checkpoints !== undefined && updates.isBegun && !control.isDisposed);
}

async function breathe(run: TrainingRun, { weights }: EpochUpdates, course: Course): Promise<void> {
  if (course.glances.due) {
    await course.log.settle();
    drawProgress(run, weights.length, course.began);
  }
  await run.breath.take();
}

/** The learning rate of the next update, where it follows a schedule. */
function setStep(run: TrainingRun, epoch: number, { weights }: EpochUpdates): void {
  const { pace, updates } = run;
  const total = updatesPerEpoch(run);
  const part = total === undefined ? 0 : weights.length / total;
  const step = pace.at({ update: updates.made, epoch: epoch - 1 + part }, updates.step);
  if (step !== updates.step) updates.step = step;
}

/** Whether there was an update. */
function noteIfMade(loss: Tensor | undefined, log: LossLog): boolean {
  if (loss) log.note(loss);
  return loss !== undefined;
}

/**
 * Waits for an update between whose parts others run.
 *
 * @returns whether it was made: not so where it wants more batches, or the optimizer was disposed of meanwhile
 */
async function takeItsTime(
  { control }: TrainingRun,
  update: Promise<MadeUpdate | undefined>,
  log: LossLog,
): Promise<boolean> {
  const made = await update.catch(endedBy(control));
  if (!made) return false;
  log.take(made.loss);
  if (made.ended !== undefined) control.stop.raise(made.ended, { isFinal: true });
  return true;
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
function lossLog({ history }: TrainingRun, epoch: number, made: number): LossLog {
  const before = history.train.length - made;
  return new LossLog((loss) => {
    const update = history.train.length + 1;
    if (!Number.isFinite(loss)) throw new NotFinite('batch', loss, { epoch, update, batch: update - before });
    history.train.push(loss);
  });
}

function drawProgress(run: TrainingRun, done: number, began: number): void {
  const { history, settings } = run;
  const { reporter, verbose } = settings;
  const total = updatesPerEpoch(run);
  if (!verbose || (total !== undefined && total < 2)) return;
  reporter.progress?.({
    done,
    total,
    seconds: secondsSince(began),
    loss: history.train.at(-1),
    metrics: history.epochs.at(-1)?.metrics,
  });
}
