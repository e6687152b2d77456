import type { EpochRecord } from '../history.js';
import { formatEpochLine } from '../log/epochLine.js';
import { tagged } from '../log/messages.js';
import { checkOutcome } from './checkOutcome.js';
import { DivergenceWatch } from './divergence.js';
import { explain } from './explain.js';
import { NotFinite } from './notFinite.js';
import { notifyAll } from './notify.js';
import { runEpoch } from './runEpoch.js';
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

/** All epochs, or as many as there are before training is stopped. */
async function runEpochs(run: TrainingRun): Promise<void> {
  const { batchSize, epochs, history, optimizer, train } = run;
  const { stop } = run.control;
  const first = history.epochs.length + 1;
  const divergence = new DivergenceWatch(run);
  await notifyAll(run, (signal) =>
    signal.trainStart?.(optimizer, { epochs, samples: train.x.count, batchSize }),
  );
  let last: EpochRecord | undefined;
  for (let epoch = first; epoch < first + epochs && !stop.raised; epoch++) {
    await notifyAll(run, (signal) => signal.epochStart?.(optimizer, { epoch }));
    const record = await runEpoch(run, epoch);
    if (!record) break;
    tellReplay(run);
    history.addEpoch(record);
    if (isShown(run, record, first)) printEpoch(run, record);
    divergence.see(record);
    last = record;
    await notifyAll(run, (signal) => signal.epochEnd?.(optimizer, record));
  }
  if (last && !isShown(run, last, first)) printEpoch(run, last);
  printStop(run);
  if (last) await checkOutcome(run, last);
  const stopped = stop.message;
  await notifyAll(run, (signal) => signal.trainEnd?.(optimizer, stopped === undefined ? {} : { stopped }));
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
