import type { Progress } from '../checkpoint/progress.js';
import { restoreBegun } from '../checkpoint/resume.js';
import type { EpochRecord } from '../history.js';
import { formatEpochLine } from '../log/epochLine.js';
import { tagged } from '../log/messages.js';
import { checkMetrics } from './checkMetrics.js';
import { checkOutcome } from './checkOutcome.js';
import { DivergenceWatch } from './divergence.js';
import { explain } from './explain.js';
import { NotFinite } from './notFinite.js';
import { notifyAll } from './notify.js';
import { runEpoch } from './runEpoch.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * One call of `train`, epoch by epoch: whoever stops asking ends it, and keeps what was learnt.
 *
 * @param progress how far its first epoch has come before, where it is gone on with
 * @throws NonFiniteError for a loss or parameters that are not finite
 */
export async function* runTraining(
  run: TrainingRun,
  progress?: Progress | undefined,
): AsyncGenerator<EpochRecord, void> {
  const course: Course = { run, progress, isTold: false };
  try {
    yield* runEpochs(course);
  } catch (error) {
    const told = error instanceof NotFinite ? await explain(run, error) : error;
    await tellFailure(course, told);
    throw told;
  } finally {
    await run.train.close();
    await run.valid?.close();
  }
}

/** A run, and whether signals know that it has ended. */
interface Course {
  readonly run: TrainingRun;
  readonly progress: Progress | undefined;
  isTold: boolean;
}

/** All epochs, or as many as there are before training is stopped. */
async function* runEpochs(course: Course): AsyncGenerator<EpochRecord, void> {
  const { run } = course;
  const { control, epochs, history, optimizer, train, valid } = run;
  const first = history.epochs.length + 1;
  const divergence = new DivergenceWatch(run);
  const start = {
    epochs,
    samples: train.samples,
    batchSize: train.batchSize,
    isValidated: valid !== undefined,
    metrics: run.metrics,
  };
  let last: EpochRecord | undefined;
  let ending: 'left' | 'failed' | 'done' = 'left';
  try {
    if (train.arrays) await checkMetrics(run);
    await notifyAll(run, (signal) => signal.trainStart?.(optimizer, start));
    if (run.found) restoreBegun(run, run.found);
    let { progress } = course;
    for (let epoch = first; epoch < first + epochs && (progress || !control.stop.raised); epoch++) {
      const record = await epochOf(run, epoch, progress);
      progress = undefined;
      if (!record) break;
      if (isShown(run, record, first)) printEpoch(run, record);
      divergence.see(record);
      last = record;
      await notifyAll(run, (signal) => signal.epochEnd?.(optimizer, record));
      await run.checkpoints?.afterEpoch(run, record);
      yield* handOver(run, record);
    }
    ending = 'done';
  } catch (error) {
    ending = 'failed';
    throw error;
  } finally {
    if (ending === 'left') control.stop.raise('its epochs were not asked for any more');
    if (ending !== 'failed') await run.checkpoints?.finish(run);
    if (ending !== 'failed') await conclude(course, last, first);
  }
}

/** Signals have heard of the start of an epoch that is gone on with. */
async function epochOf(
  run: TrainingRun,
  epoch: number,
  progress: Progress | undefined,
): Promise<EpochRecord | undefined> {
  if (!progress) await notifyAll(run, (signal) => signal.epochStart?.(run.optimizer, { epoch }));
  const record = await runEpoch(run, epoch, progress);
  if (!record) return undefined;
  tellReplay(run);
  run.history.addEpoch(record);
  run.pace.hear(record, { update: run.updates.made, epoch });
  return record;
}

/** Training stands still until whoever has asked for the epochs asks for the next one. */
async function* handOver({ control }: TrainingRun, record: EpochRecord): AsyncGenerator<EpochRecord, void> {
  control.isPaused = true;
  try {
    yield record;
  } finally {
    control.isPaused = false;
    await control.backendSwitch.settled;
  }
}

async function conclude(course: Course, last: EpochRecord | undefined, first: number): Promise<void> {
  const { run } = course;
  if (last && !isShown(run, last, first)) printEpoch(run, last);
  printStop(run);
  if (last) await checkOutcome(run, last);
  const stopped = run.control.stop.message;
  course.isTold = true;
  await notifyAll(run, (signal) =>
    signal.trainEnd?.(run.optimizer, stopped === undefined ? {} : { stopped }),
  );
}

/** What signals keep open is closed, and what they do wrong then does not hide why training has failed. */
async function tellFailure(course: Course, error: unknown): Promise<void> {
  const { run } = course;
  if (course.isTold) return;
  course.isTold = true;
  for (const signal of run.settings.signals) {
    try {
      await signal.trainEnd?.(run.optimizer, { error });
    } catch (another) {
      run.settings.reporter.warn(`A signal has failed at the end of training, too: ${String(another)}`);
    }
  }
}

function isShown({ settings }: TrainingRun, { epoch }: EpochRecord, first: number): boolean {
  return epoch === first || epoch % settings.showEpoch === 0;
}

function printEpoch({ settings }: TrainingRun, record: EpochRecord): void {
  if (settings.verbose) settings.reporter.print(formatEpochLine(record));
}

function tellReplay({ settings, updates }: TrainingRun): void {
  const reason = updates.takeReasonNotToReplay();
  if (!settings.verbose || reason === undefined) return;
  const text = `Updates run operation by operation, which is slower. ${reason}`;
  settings.reporter.print(tagged('REPLAY', text, settings.reporter.color));
}

function printStop({ control: { stop }, history, settings }: TrainingRun): void {
  if (!settings.verbose || stop.message === undefined) return;
  const text = `Epoch #${history.epochs.length} was stopped. Message: ${stop.message}`;
  settings.reporter.print(tagged('TRAIN', text, settings.reporter.color));
}
