import { gather } from '../data/gather.js';
import type { EpochRecord } from '../history.js';
import { evaluate, weightedMean } from './evaluate.js';
import { finiteLoss } from './finite.js';
import { LossLog } from './lossLog.js';
import { notify } from './notify.js';
import type { TrainingRun } from './trainingRun.js';

/**
 * One pass through the training data and, if it was not stopped on the way, one through the validation data.
 *
 * @returns what is to be told of it; nothing where it was stopped before its first update
 */
export const runEpoch = async (run: TrainingRun, epoch: number): Promise<EpochRecord | undefined> => {
  const { batchSize, history, train, valid } = run;
  const began = performance.now();
  const firstUpdate = history.train.length;
  const isWhole = await runUpdates(run, epoch, began);
  const losses = history.train.slice(firstUpdate);
  if (losses.length === 0) return undefined;
  const validLoss = valid && isWhole ? await validationLoss(run, valid, epoch) : undefined;
  return {
    epoch,
    train: losses.at(-1) as number,
    trainMean: weightedMean(losses, batchSize, Math.min(train.x.count, losses.length * batchSize)),
    ...(validLoss !== undefined && { valid: validLoss }),
    seconds: secondsSince(began),
    updates: losses.length,
  };
};

/** @returns whether all updates of the epoch were made */
const runUpdates = async (run: TrainingRun, epoch: number, began: number): Promise<boolean> => {
  const { batchSize, breath, settings, stop, trainSteps } = run;
  const { x, y } = run.train;
  const order = settings.shuffleData ? run.shuffling.split(epoch).permutation(x.count) : undefined;
  const total = Math.ceil(x.count / batchSize);
  const log = lossLog(run, epoch);
  let done = 0;
  try {
    while (done < total && !stop.raised) {
      const start = done * batchSize;
      const rows = Math.min(batchSize, x.count - start);
      const loss = trainSteps.run(rows, {
        x: (target) => gather(target, x, start, rows, order),
        y: (target) => gather(target, y, start, rows, order),
      });
      log.note(loss);
      done += 1;
      for (const signal of settings.signals) {
        const pending = notify(run, () => signal.updateEnd?.(run.optimizer, { epoch, done, total }));
        if (pending) await pending;
      }
      if (run.backendSwitch.pending) {
        await log.settle();
        await run.backendSwitch.perform(run.moveToBackend);
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

const lossLog = ({ history, trainSteps }: TrainingRun, epoch: number): LossLog =>
  new LossLog((loss) => {
    const lastGood = history.train.at(-1);
    const update = history.train.length + 1;
    history.train.push(finiteLoss(loss, { epoch, update, lastGood, step: trainSteps.stepSize }));
  });

const drawProgress = (run: TrainingRun, done: number, total: number, began: number): void => {
  const { reporter, verbose } = run.settings;
  if (!verbose || total < 2) return;
  reporter.progress?.({ done, total, seconds: secondsSince(began), loss: run.history.train.at(-1) });
};

const validationLoss = async (
  run: TrainingRun,
  valid: NonNullable<TrainingRun['valid']>,
  epoch: number,
): Promise<number> => {
  const loss = await evaluate(run.lossSteps, valid, run.batchSize, run.breath);
  return finiteLoss(loss, {
    epoch,
    update: run.history.train.length,
    lastGood: run.history.train.at(-1),
    step: run.trainSteps.stepSize,
  });
};

const secondsSince = (began: number): number => (performance.now() - began) / 1000;
