import { optionNames } from '@neutype/errors';
import type { Averaging } from '../averaging/averaging.js';
import type { Reporter } from '../log/reporter.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Signals } from '../signals.js';
import type { Clip } from '../transforms/clip.js';
import type { MaxNorm } from '../transforms/maxNorm.js';
import type { Regularizer } from '../update/objective.js';
import type { LossesByName, LossOption } from './losses.js';
import type { Metrics, MetricsByName } from './metrics.js';

/** Options that every optimizer takes. */
export interface OptimizerOptions {
  /**
   * Batches an update: one update is made of the mean of their gradients, as of a batch that is as large as all of them,
   * in the memory of a small one. The last update of an epoch is made of those that are left. History, schedules, signals
   * and `updatesMade` count updates; batch normalization and dropout see each batch by itself. 1.
   */
  readonly accumulate?: number;
  /**
   * Keeps a mean of the weights beside them, `ema({ decay: 0.999 })` or `swa({ from: 8 })`: for `predict` and `score` with
   * `averaged: true`, for validation with `inValidation: true`, and for `applyAverages`. None.
   */
  readonly average?: Averaging | null;
  /** Samples an update; `null` takes all of them for each (full batch). 128. */
  readonly batchSize?: number | null;
  /**
   * Keeps gradients small before the algorithm sees them: each number (`{ value: 0.5 }`), the norm of each parameter's
   * gradient (`{ norm: 1 }`), or that of all together (`{ globalNorm: 1 }`). They include the regularizer's. None.
   */
  readonly clip?: Clip | null;
  /**
   * What to make smaller: a loss by name, or one of your own; an object of them where a network has several outputs.
   * `'mse'`.
   */
  readonly loss?: LossOption | LossesByName;
  /** What the loss of each output counts in their sum, by name, where a network has several. 1 each. */
  readonly lossWeights?: Readonly<Record<string, number>> | null;
  /**
   * Scales weights back after each update where they have become too large: `3` holds those that lead into each unit to a
   * Euclidean norm of 3. Biases and the parameters of normalization layers stay free. None.
   */
  readonly maxNorm?: MaxNorm | number | null;
  /**
   * What is measured after every epoch, beside the loss: by name (`['accuracy']`), functions of targets and outputs, or
   * metrics. The validation data are measured, or where there are none the training data, in a pass of their own. None.
   */
  readonly metrics?: Metrics | MetricsByName | null;
  /**
   * A penalty on the parameters, such as `l2(1e-4)`, or a list of them, added to the training loss:
   * `[l2(1e-4, { filter: 'relu-1' }), l1(1e-5, { filter: 'relu-2' })]`. None.
   */
  readonly regularizer?: Regularizer | readonly Regularizer[] | null;
  /** Where the log goes. The console, with a progress bar where stderr is a terminal. */
  readonly reporter?: Reporter;
  /** What initial weights, shuffling and dropout are drawn from. A fresh one, which the log tells. */
  readonly seed?: number;
  /** Prints every n-th epoch. 1. */
  readonly showEpoch?: number;
  /** Takes the samples in a new order in every epoch. `false`. */
  readonly shuffleData?: boolean;
  /** Hears of epochs and updates; a function hears of the end of every epoch. None. */
  readonly signals?: Signals | null;
  /** The learning rate: a number, or a schedule such as `cosineDecay(0.1, { epochs: 10 })`. 0.1. */
  readonly step?: number | Schedule;
  /** Prints the options, every epoch and progress. `false`. */
  readonly verbose?: boolean;
}

/** The names of those options. */
export const COMMON_OPTION_NAMES: readonly string[] = optionNames<OptimizerOptions>({
  accumulate: true,
  average: true,
  batchSize: true,
  clip: true,
  loss: true,
  lossWeights: true,
  maxNorm: true,
  metrics: true,
  regularizer: true,
  reporter: true,
  seed: true,
  showEpoch: true,
  shuffleData: true,
  signals: true,
  step: true,
  verbose: true,
});
