import { OptionError } from '@neutype/core';
import { type Loss, resolveLoss } from '@neutype/losses';
import { freshSeed } from '@neutype/random';
import { consoleReporter } from '../log/consoleReporter.js';
import type { Reporter } from '../log/reporter.js';
import type { Signal, SignalFunction, Signals } from '../signals.js';
import type { Regularizer } from '../step/objective.js';
import { checkCount, checkFlag, checkNumber } from './checkValues.js';
import type { OptimizerOptions } from './optimizerOptions.js';

/** The options of an optimizer, checked and complete. */
export interface Settings {
  readonly batchSize: number | null;
  readonly loss: Loss;
  readonly regularizer: Regularizer | undefined;
  readonly reporter: Reporter;
  readonly seed: number;
  readonly showEpoch: number;
  readonly shuffleData: boolean;
  readonly signals: readonly Signal[];
  readonly step: number;
  readonly verbose: boolean;
}

/**
 * Fills in what the options leave open.
 *
 * @throws OptionError for a value that is out of range or of the wrong kind
 */
export const toSettings = (options: OptimizerOptions): Settings => {
  const { batchSize = 128, seed = freshSeed(), showEpoch = 1, step = 0.1 } = options;
  const { shuffleData = false, verbose = false } = options;
  if (batchSize !== null) checkCount('batchSize', batchSize);
  checkNumber('seed', seed, Number.isSafeInteger(seed), 'a whole number');
  checkCount('showEpoch', showEpoch);
  checkStep(step);
  checkFlag('shuffleData', shuffleData);
  checkFlag('verbose', verbose);
  return {
    batchSize,
    loss: resolveLoss(options.loss ?? 'mse'),
    regularizer: checkedRegularizer(options.regularizer),
    reporter: options.reporter ?? consoleReporter(),
    seed,
    showEpoch,
    shuffleData,
    signals: toSignals(options.signals),
    step,
    verbose,
  };
};

export const checkStep = (step: number): void =>
  checkNumber('step', step, Number.isFinite(step) && step >= 0, 'a number from 0');

const checkedRegularizer = (regularizer: OptimizerOptions['regularizer']): Regularizer | undefined => {
  if (regularizer === undefined || regularizer === null || typeof regularizer === 'function') {
    return regularizer ?? undefined;
  }
  throw new OptionError({
    where: 'option regularizer',
    expected: 'a function of the parameters that gives a scalar tensor',
    received: typeof regularizer,
  });
};

const toSignals = (signals: Signals | null | undefined): readonly Signal[] => {
  if (signals === undefined || signals === null) return [];
  const list: readonly unknown[] = Array.isArray(signals) ? signals : [signals];
  return list.map((signal) => {
    if (typeof signal === 'function') {
      return { name: signal.name || 'function', epochEnd: signal as SignalFunction };
    }
    if (typeof signal === 'object' && signal !== null && handlers.some((name) => name in signal)) {
      return signal as Signal;
    }
    throw new OptionError({
      where: 'option signals',
      expected: `functions, or objects with one of the handlers ${handlers.join(', ')}`,
      received: typeof signal,
    });
  });
};

const handlers: readonly (keyof Signal)[] = ['trainStart', 'epochStart', 'updateEnd', 'epochEnd', 'trainEnd'];
