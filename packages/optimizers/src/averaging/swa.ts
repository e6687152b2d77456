import { checkCount, checkFlag, checkOptions, optionNames } from '@neutype/errors';
import { add, div } from '@tensorflow/tfjs-core';
import type { Averaging } from './averaging.js';

/** Options of {@link swa}. */
export interface SwaOptions {
  /** The first epoch whose weights go into the mean, counted from 1 as in the log. */
  readonly from: number;
  /**
   * Whether the loss of the validation data, and metrics, are those of the averaged weights. `false`. Batch normalization
   * takes the statistics of the weights that are trained then, for which the loss may look worse than it is.
   */
  readonly inValidation?: boolean;
}

const SWA_OPTIONS = optionNames<SwaOptions>({ from: true, inValidation: true });

/**
 * Stochastic weight averaging, for the option `average`: the plain mean of the weights after each epoch from one on. It is
 * meant for a learning rate that stays large to the end. Before that epoch, averaged weights are the weights.
 *
 * The mean of networks has other statistics than each of them: after `applyAverages`, a network with batch normalization
 * needs `refreshStatistics`, as PyTorch's needs `update_bn`.
 *
 * Izmailov et al., "Averaging weights leads to wider optima and better generalization", 2018.
 *
 * @throws OptionError for a value out of range, or an unknown option
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { average: swa({ from: 8 }), step: 0.05, shuffleData: true });
 * await optimizer.train(xTrain, yTrain, { epochs: 12 });
 * await optimizer.applyAverages();
 * await optimizer.refreshStatistics(xTrain);
 * ```
 */
export function swa(options: SwaOptions): Averaging {
  checkOptions('swa', options, SWA_OPTIONS);
  const { from, inValidation = false } = options;
  checkCount('swa, option from', from);
  checkFlag('swa, option inValidation', inValidation);
  return {
    name: `swa(from ${from})`,
    every: 'epoch',
    from,
    inValidation,
    share: (count) => div(1, add(count, 1)),
  };
}
