import { batchCount, batchesOf } from '../data/batches.js';
import { finiteLoss } from './finite.js';
import { LossLog } from './lossLog.js';
import { notify } from './notify.js';
import { secondsSince } from './secondsSince.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * The updates of one epoch: one for each batch of the training data.
 *
 * @param began when the epoch began, as `performance.now()` tells it
 * @returns whether all were made; not so where training was stopped on the way
 */
export const runUpdates = async (run: TrainingRun, epoch: number, began: number): Promise<boolean> => {
  const { batchSize, breath, control, settings, steps, train } = run;
  const total = batchCount(train.x, batchSize);
  const log = lossLog(run, epoch);
  let done = 0;
  try {
    for (const batch of batchesOf(train, batchSize, orderOf(run, epoch))) {
      if (control.stop.raised) break;
      log.note(steps.train.run(batch));
      done += 1;
      for (const signal of settings.signals) {
        const pending = notify(run, () => signal.updateEnd?.(run.optimizer, { epoch, done, total }));
        if (pending) await pending;
      }
      if (control.backendSwitch.pending) {
        await log.settle();
        await control.backendSwitch.perform((backend) => steps.moveTo(backend));
      }
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
};

/** The order in which an epoch takes the samples; undefined for the one in which they lie. */
const orderOf = ({ settings, shuffling, train }: TrainingRun, epoch: number): Uint32Array | undefined =>
  settings.shuffleData ? shuffling.split(epoch).permutation(train.x.count) : undefined;

/** Puts losses into the history, and stops training at one that is not finite. */
const lossLog = ({ history, steps }: TrainingRun, epoch: number): LossLog =>
  new LossLog((loss) => {
    const lastGood = history.train.at(-1);
    const update = history.train.length + 1;
    history.train.push(finiteLoss(loss, { epoch, update, lastGood, step: steps.train.stepSize }));
  });

const drawProgress = (run: TrainingRun, done: number, total: number, began: number): void => {
  const { reporter, verbose } = run.settings;
  if (!verbose || total < 2) return;
  reporter.progress?.({ done, total, seconds: secondsSince(began), loss: run.history.train.at(-1) });
};
