import { chosenParameters, type Model, type ParameterFilter } from '@neutype/core';
import { checkOptions } from '@neutype/errors';
import { type Algorithm, Optimizer } from './optimizer.js';
import { checkAlgorithm } from './options/checkAlgorithm.js';
import { checkNetwork } from './options/checkNetwork.js';
import {
  checkFullBatchOptions,
  fullBatchSettings,
  optionsWithoutMeaning,
} from './options/fullBatchOptions.js';
import { remediesFor } from './options/misplaced.js';
import { COMMON_OPTION_NAMES, type OptimizerOptions } from './options/optimizerOptions.js';
import { toSettings } from './options/settings.js';
import { TRAIN_OPTION_NAMES } from './options/trainOptions.js';

/**
 * An optimizer for a transform: what `momentum` and the like are made of, and how you use a transform of your own.
 *
 * @param algorithm its name, its transform, and the values of those options that it has beside the common ones
 * @param options as they were given; names that neither the algorithm nor all optimizers know are refused
 * @throws OptionError for an unknown option, a value out of range, a network without parameters or what is no transform
 *
 * @example
 * ```ts
 * const signDescent = transform({ name: 'signDescent', update: (gradient) => sign(gradient) });
 * const algorithm = { name: 'SignDescent', transform: chain(signDescent, scaleByStep()) };
 * const optimizer = createOptimizer(network, algorithm, { step: 0.001 });
 * ```
 */
export function createOptimizer(
  network: Model,
  algorithm: Algorithm,
  options: OptimizerOptions = {},
): Optimizer {
  checkAlgorithm(algorithm);
  const where = algorithm.name.charAt(0).toLowerCase() + algorithm.name.slice(1);
  checkNetwork(where, network);
  if ('fullBatch' in algorithm) checkFullBatchOptions(where, algorithm, options);
  checkNames(where, algorithm, options);
  const settings = toSettings(options, algorithm);
  const { filter } = settings.maxNorm ?? {};
  if (filter !== undefined) chosenParameters(network.parameters, filter, 'option maxNorm, filter');
  checkFilters(network, options);
  return new Optimizer(
    network,
    algorithm,
    'fullBatch' in algorithm ? fullBatchSettings(algorithm, settings) : settings,
  );
}

/** Options without a meaning are not offered, but may be given as what they are anyway: `batchSize: null`. */
function checkNames(where: string, algorithm: Algorithm, options: OptimizerOptions): void {
  const idle = optionsWithoutMeaning(algorithm).filter((name) => !(name in Object(options)));
  const names = [...COMMON_OPTION_NAMES, ...Object.keys(algorithm.options ?? {})];
  checkOptions(where, options, names.filter((name) => !idle.includes(name)).sort(), {
    of: 'train',
    names: TRAIN_OPTION_NAMES,
    remedies: remediesFor(algorithm),
  });
}

/** Refuses a filter of the algorithm's own that chooses nothing: most often a name that no parameter has. */
function checkFilters(network: Model, options: OptimizerOptions): void {
  for (const [name, filter] of Object.entries(options)) {
    if (!name.endsWith('Filter') || filter === undefined) continue;
    chosenParameters(network.parameters, filter as ParameterFilter, `option ${name}`);
  }
}
