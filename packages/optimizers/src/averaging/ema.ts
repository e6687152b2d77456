import { checkFlag, checkOptions, optionNames } from '@neutype/errors';
import { add, div, greater, maximum, where } from '@tensorflow/tfjs-core';
import { checkDecay } from '../options/checkDecay.js';
import type { Averaging } from './averaging.js';

/** Options of {@link ema}. */
export interface EmaOptions {
  /** How much of the mean is kept from update to update, from 0 and below 1. 0.999. */
  readonly decay?: number;
  /** Keeps less at first: `(1 + n) / (10 + n)` after n updates, as far as that is below `decay`. `false`. */
  readonly warmup?: boolean;
  /** Whether the loss of the validation data, and metrics, are those of the averaged weights. `false`. */
  readonly inValidation?: boolean;
}

const EMA_OPTIONS = optionNames<EmaOptions>({ decay: true, warmup: true, inValidation: true });

/**
 * An exponential moving average of the weights, for the option `average`: after every update
 * `mean ← decay · mean + (1 − decay) · w`. It begins with the weights after the first update, as PyTorch's `AveragedModel`
 * does; the ramp of `warmup` is TensorFlow's.
 *
 * Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992, is where averaging weights comes from.
 *
 * @throws OptionError for a value out of range, or an unknown option
 *
 * @example
 * ```ts
 * const optimizer = adam(network, { average: ema({ decay: 0.99 }), shuffleData: true });
 * await optimizer.train(xTrain, yTrain, { epochs: 10 });
 * const probabilities = await optimizer.predict(xTest, { averaged: true });
 * ```
 */
export function ema(options: EmaOptions = {}): Averaging {
  checkOptions('ema', options, EMA_OPTIONS);
  const { decay = 0.999, warmup = false, inValidation = false } = options;
  checkDecay('ema, option decay', decay);
  checkFlag('ema, option warmup', warmup);
  checkFlag('ema, option inValidation', inValidation);
  return {
    name: `ema(${decay}${warmup ? ', warmup' : ''})`,
    every: 'update',
    inValidation,
    share(count) {
      const share = warmup ? maximum(div(9, add(count, 10)), 1 - decay) : 1 - decay; // 9/(10 + n) is 1 − (1 + n)/(10 + n)
      return where(greater(count, 0), share, 1);
    },
  };
}
