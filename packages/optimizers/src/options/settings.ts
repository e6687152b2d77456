import { checkCount, checkFlag, checkFunction, checkNumber, OptionError, shown } from '@neutype/errors';
import type { Loss } from '@neutype/losses';
import { freshSeed } from '@neutype/random';
import { type Averaging, checkAveraging } from '../averaging/averaging.js';
import { consoleReporter } from '../log/consoleReporter.js';
import type { Reporter } from '../log/reporter.js';
import type { Schedule } from '../schedules/schedule.js';
import { checkSchedule } from '../schedules/toSchedule.js';
import type { Signal } from '../signals.js';
import { type Clip, checkClip } from '../transforms/clip.js';
import { type MaxNorm, toMaxNorm } from '../transforms/maxNorm.js';
import type { Regularizer } from '../update/objective.js';
import { toLosses } from './losses.js';
import { type NamedMetric, toMetrics } from './metrics.js';
import type { OptimizerOptions } from './optimizerOptions.js';
import { toRegularizer } from './regularizers.js';
import { toSignals } from './toSignals.js';

/** The options of an optimizer, checked and complete. */
export interface Settings {
  readonly accumulate: number;
  readonly average: Averaging | null;
  readonly batchSize: number | null;
  readonly clip: Clip | null;
  readonly loss: Loss;
  readonly losses: Readonly<Record<string, Loss>> | undefined;
  readonly lossWeights: Readonly<Record<string, number>> | null;
  readonly maxNorm: MaxNorm | null;
  readonly metrics: readonly NamedMetric[];
  readonly regularizer: Regularizer | undefined;
  readonly reporter: Reporter;
  readonly seed: number;
  /** Whether the seed was given, and not drawn. */
  readonly isSeeded: boolean;
  readonly showEpoch: number;
  readonly shuffleData: boolean;
  readonly signals: readonly Signal[];
  readonly step: number | Schedule;
  readonly verbose: boolean;
}

/**
 * Fills in what the options leave open.
 *
 * @param defaults what the algorithm has in place of what all have
 * @throws OptionError for a value that is out of range or of the wrong kind
 */
export function toSettings(
  options: OptimizerOptions,
  defaults: { readonly step?: number; readonly batchSize?: number | null } = {},
): Settings {
  const { batchSize = defaults.batchSize === undefined ? 128 : defaults.batchSize } = options;
  const { seed = freshSeed(), showEpoch = 1, step = defaults.step ?? 0.1 } = options;
  const { accumulate = 1, shuffleData = false, verbose = false } = options;
  checkCount('option accumulate', accumulate);
  if (batchSize !== null) checkCount('option batchSize', batchSize);
  checkNumber('option seed', seed, { whole: true });
  checkCount('option showEpoch', showEpoch);
  checkStep(step);
  checkFlag('option shuffleData', shuffleData);
  checkFlag('option verbose', verbose);
  return {
    accumulate,
    average: checkedAveraging(options.average),
    batchSize,
    clip: checkedClip(options.clip),
    ...toLosses(options.loss, options.lossWeights),
    maxNorm: options.maxNorm === undefined || options.maxNorm === null ? null : toMaxNorm(options.maxNorm),
    metrics: toMetrics(options.metrics),
    regularizer: toRegularizer(options.regularizer),
    reporter: checkedReporter(options.reporter),
    seed,
    isSeeded: options.seed !== undefined,
    showEpoch,
    shuffleData,
    signals: toSignals(options.signals),
    step,
    verbose,
  };
}

/** Steps are float32: what becomes infinite or 0 as such would be another step than the one that was asked for. */
export function checkStep(step: number | Schedule): void {
  if (typeof step === 'object' || typeof step === 'function') {
    checkSchedule('option step', step);
    return;
  }
  checkNumber('option step', step, { from: 0 });
  if (Number.isFinite(Math.fround(step)) && (step === 0 || Math.fround(step) > 0)) return;
  throw new OptionError({
    where: 'option step',
    expected: 'a number within float32',
    received: shown(step),
  });
}

function checkedAveraging(average: OptimizerOptions['average']): Averaging | null {
  if (average === undefined || average === null) return null;
  checkAveraging(average);
  return average;
}

function checkedClip(clip: OptimizerOptions['clip']): Clip | null {
  if (clip === undefined || clip === null) return null;
  checkClip('option clip', clip);
  return clip;
}

function checkedReporter(reporter: Reporter | undefined): Reporter {
  if (reporter === undefined) return consoleReporter();
  if (typeof reporter !== 'object' || reporter === null) {
    throw new OptionError({
      where: 'option reporter',
      expected: 'an object with the functions print and warn',
      received: shown(reporter),
    });
  }
  checkFunction('option reporter, print', reporter.print, 'a function of a line');
  checkFunction('option reporter, warn', reporter.warn, 'a function of a message');
  if (reporter.progress !== undefined) checkFunction('option reporter, progress', reporter.progress);
  return reporter;
}
