import { checkCount, checkFlag, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { shortNumber } from '../loop/shortNumber.js';
import type { Optimizer } from '../optimizer.js';
import type { Signal } from '../signals.js';
import { BestEpoch, type BestMemory, isBetter, type MonitoredEpoch } from './bestEpoch.js';
import { checkMonitor, type Monitor, type MonitorMode } from './monitor.js';

/** Options of `earlyStopping`. */
export interface EarlyStoppingOptions {
  /** What must get better: `'valid'`, `'train'` (the mean of the epoch) or the name of a metric. `'valid'`. */
  readonly monitor?: Monitor;
  /** Whether better is less or more. `'min'` for losses; for metrics as they say themselves. */
  readonly mode?: MonitorMode;
  /** How many epochs in a row without progress end training, from 1. 5. */
  readonly patience?: number;
  /** How much better than the best so far is progress, from 0; more than that. 0. */
  readonly minDelta?: number;
  /** Whether the network gets the weights of its best epoch when training ends, however it does. `true`. */
  readonly restoreBest?: boolean;
}

/** A signal that knows which epoch of the last run was the best. */
export interface BestSignal extends Signal {
  /** Its number, and what was monitored. Undefined before any. */
  readonly best: MonitoredEpoch | undefined;
}

const OPTIONS = optionNames<EarlyStoppingOptions>({
  monitor: true,
  mode: true,
  patience: true,
  minDelta: true,
  restoreBest: true,
});

/**
 * A signal that stops training when the validation loss, or what `monitor` names, has got no better for some epochs, and
 * gives the network the weights of its best epoch. With them comes what the algorithm remembered then, so that training
 * may go on from there. That is done however training ends: by its last epoch, by `stop`, or by an error, a loss that is
 * not finite included.
 *
 * Each call of `train` is judged by itself. One signal is for one optimizer at a time.
 *
 * @throws OptionError for an unknown option or a value out of range; from `train`, where there is no such number
 *
 * @example
 * ```ts
 * const stopping = earlyStopping({ patience: 3 });
 * const optimizer = momentum(network, { signals: stopping });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 100 });
 * console.log(stopping.best); // { epoch: 12, value: 0.0712 }
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): BestSignal {
  checkOptions('earlyStopping', options, OPTIONS);
  const { monitor = 'valid', patience = 5, minDelta = 0, restoreBest = true } = options;
  checkMonitor('earlyStopping', monitor, options.mode);
  checkCount('earlyStopping, patience', patience);
  checkNumber('earlyStopping, minDelta', minDelta, { from: 0 });
  checkFlag('earlyStopping, restoreBest', restoreBest);
  const best = new BestEpoch('earlyStopping', { ...options, monitor, keeps: restoreBest });
  let progress: MonitoredEpoch | undefined;
  /** The last epoch that had a number to judge. */
  let judged: number | undefined;
  let trained: Optimizer | undefined;
  /** @param last the number of the last epoch that was judged */
  const stopAfter = (last: number | undefined): void => {
    if (last === undefined || progress === undefined || last - progress.epoch < patience) return;
    trained?.stop(reason(monitor, best.epoch, patience));
  };
  return {
    name: 'earlyStopping',
    get best() {
      return best.epoch;
    },
    get restoresWeights() {
      return best.restores;
    },
    get memory() {
      const { data, tensors } = best.memory;
      return { data: { ...data, progress: progress && { ...progress }, judged }, tensors };
    },
    set memory({ data, tensors }) {
      const memory = data as BestMemory['data'] & { progress?: MonitoredEpoch; judged?: number };
      best.memory = { data: memory, tensors: tensors ?? new Map() };
      ({ progress, judged } = memory);
      stopAfter(judged);
    },
    trainStart: (optimizer, start) => {
      progress = undefined;
      judged = undefined;
      trained = optimizer;
      best.begin(optimizer, start);
    },
    epochEnd: async (optimizer, record) => {
      const value = await best.see(optimizer, record);
      if (value === undefined) return;
      progress ??= { epoch: record.epoch - 1, value: best.mode === 'min' ? Infinity : -Infinity };
      if (isBetter(value, progress.value, best.mode, minDelta)) progress = { epoch: record.epoch, value };
      judged = record.epoch;
      stopAfter(judged);
    },
    trainEnd: (_, { error }) => {
      trained = undefined;
      best.restore(error === undefined);
    },
  };
}

function reason(monitor: Monitor, best: MonitoredEpoch | undefined, patience: number): string {
  const epochs = patience === 1 ? 'an epoch' : `${patience} epochs`;
  const than = best ? ` than ${shortNumber(best.value)}, as in epoch ${best.epoch},` : '';
  return `${monitor} has got no better${than} for ${epochs}`;
}
