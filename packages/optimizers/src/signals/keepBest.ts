import { checkOptions, optionNames } from '@neutype/errors';
import { BestEpoch, type BestMemory } from './bestEpoch.js';
import type { BestSignal } from './earlyStopping.js';
import { checkMonitor, type Monitor, type MonitorMode } from './monitor.js';

/** Options of `keepBest`. */
export interface KeepBestOptions {
  /** What tells how good an epoch is: `'valid'`, `'train'` (the mean of the epoch) or the name of a metric. `'valid'`. */
  readonly monitor?: Monitor;
  /** Whether better is less or more. `'min'` for losses; for metrics as they say themselves. */
  readonly mode?: MonitorMode;
}

const OPTIONS = optionNames<KeepBestOptions>({ monitor: true, mode: true });

/**
 * A signal that gives the network the weights of its best epoch when training ends, however it does: `earlyStopping`
 * without the stopping.
 *
 * @throws OptionError for an unknown option or a value out of range; from `train`, where there is no such number
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { signals: keepBest({ monitor: 'accuracy' }) });
 * ```
 */
export function keepBest(options: KeepBestOptions = {}): BestSignal {
  checkOptions('keepBest', options, OPTIONS);
  const { monitor = 'valid' } = options;
  checkMonitor('keepBest', monitor, options.mode);
  const best = new BestEpoch('keepBest', { ...options, monitor, keeps: true });
  return {
    name: 'keepBest',
    get best() {
      return best.epoch;
    },
    get restoresWeights() {
      return best.restores;
    },
    get memory() {
      return best.memory;
    },
    set memory({ data, tensors = new Map() }) {
      best.memory = { data: data as BestMemory['data'], tensors };
    },
    trainStart: (optimizer, start) => best.begin(optimizer, start),
    epochEnd: async (optimizer, record) => {
      await best.see(optimizer, record);
    },
    trainEnd: (_, { error }) => best.restore(error === undefined),
  };
}
