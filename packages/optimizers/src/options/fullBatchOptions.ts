import { OptionError, shown } from '@neutype/errors';
import type { Algorithm, FullBatchAlgorithm } from '../optimizer.js';
import type { OptimizerOptions } from './optimizerOptions.js';
import type { Settings } from './settings.js';

/** What only means something to algorithms that learn from the gradients of batches. */
export type OptionOfBatches = 'accumulate' | 'average' | 'batchSize' | 'clip' | 'maxNorm';

const OPTIONS_OF_BATCHES: Readonly<Record<OptionOfBatches, string>> = {
  accumulate: 'each update looks at all samples',
  average: 'updates without noise leave nothing to average',
  batchSize: 'each update looks at all samples',
  clip: 'each update finds out itself how far to go',
  maxNorm: 'what is learnt of the loss by an update would not hold for weights that are changed after it',
};

/** Whether an algorithm has a learning rate. */
export function hasStep(algorithm: Algorithm): boolean {
  return !('fullBatch' in algorithm) || algorithm.fullBatch.hasStep === true;
}

/** The names of the common options that mean nothing to an algorithm. */
export function optionsWithoutMeaning(algorithm: Algorithm): readonly string[] {
  if (!('fullBatch' in algorithm)) return [];
  return [...Object.keys(OPTIONS_OF_BATCHES), ...(hasStep(algorithm) ? [] : ['step'])];
}

/**
 * Refuses options that mean nothing where each update looks at all samples, and finds out itself how far to go.
 *
 * @throws OptionError
 */
export function checkFullBatchOptions(
  where: string,
  algorithm: FullBatchAlgorithm,
  options: OptimizerOptions,
): void {
  const given: Partial<Record<OptionOfBatches | 'step', unknown>> = options ?? {};
  if (given.step !== undefined && !hasStep(algorithm)) throw withoutStep(where);
  for (const [name, reason] of Object.entries(OPTIONS_OF_BATCHES)) {
    const value = given[name as OptionOfBatches];
    if (value === undefined || value === null) continue;
    throw new OptionError({
      where: `${where}, option ${name}`,
      expected: `none, because ${reason}`,
      received: shown(value),
      remedy: 'Leave it out, or train with adam, which learns batch by batch.',
    });
  }
}

/** The error of a learning rate where there is none. */
export function withoutStep(where: string): OptionError {
  return new OptionError({
    where: `${where}, option step`,
    expected: 'none, because each update finds out itself how far to go',
    received: 'one',
    remedy: 'Leave it out.',
  });
}

/** The settings, once it is known that the algorithm can work by them. */
export function fullBatchSettings(algorithm: FullBatchAlgorithm, settings: Settings): Settings {
  algorithm.fullBatch.checkObjective?.(settings);
  return { ...settings, batchSize: null, step: hasStep(algorithm) ? settings.step : 1 };
}
