import { batchesOf } from '../data/batches.js';
import { LossLog } from './lossLog.js';
import { NotFinite } from './notFinite.js';
import { type Move, notify } from './notify.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * The updates of one epoch: one for each batch of the training data.
 *
 * @param began when the epoch began, as `performance.now()` tells it
 * @returns whether all were made; not so where training was stopped on the way
 */
export async function runUpdates(run: TrainingRun, epoch: number, began: number): Promise<boolean> {
  const { batchSize, breath, control, samplesPerEpoch, settings, updates, train } = run;
  const total = Math.ceil(samplesPerEpoch / batchSize);
  const log = lossLog(run, epoch);
  const move: Move = async (backend) => {
    await log.settle();
    await updates.moveTo(backend);
  };
  let done = 0;
  updates.recheck();
  try {
    for (const batch of batchesOf(train, batchSize, orderOf(run, epoch), samplesPerEpoch)) {
      if (control.stop.raised) break;
      log.note(updates.run(batch));
      done += 1;
      for (const signal of settings.signals) {
        const pending = notify(run, move, () => signal.updateEnd?.(run.optimizer, { epoch, done, total }));
        if (pending) await pending;
      }
      if (control.backendSwitch.pending) await control.backendSwitch.perform(move);
      if (breath.due) {
        await log.settle();
        drawProgress(run, done, total, began);
        await breath.take();
      }
    }
    await log.settle();
  } finally {
    log.dispose();
    if (settings.verbose) settings.reporter.progress?.(undefined);
  }
  return done === total;
}

/** The order in which an epoch takes the samples; undefined for the one in which they lie. */
function orderOf({ settings, shuffling, train }: TrainingRun, epoch: number): Uint32Array | undefined {
  return settings.shuffleData ? shuffling.split(epoch).permutation(train.x.count) : undefined;
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

function drawProgress(run: TrainingRun, done: number, total: number, began: number): void {
  const { reporter, verbose } = run.settings;
  if (!verbose || total < 2) return;
  reporter.progress?.({ done, total, seconds: secondsSince(began), loss: run.history.train.at(-1) });
}
