import { chosenParameters, type Model } from '@neutype/core';
import { checkOptions } from '@neutype/errors';
import { type Algorithm, Optimizer } from './optimizer.js';
import { checkAlgorithm } from './options/checkAlgorithm.js';
import { checkNetwork } from './options/checkNetwork.js';
import { checkFullBatchOptions, fullBatchSettings } from './options/fullBatchOptions.js';
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
  const names = [...COMMON_OPTION_NAMES, ...Object.keys(algorithm.options ?? {})].sort();
  checkOptions(where, options, names, { of: 'train', names: TRAIN_OPTION_NAMES });
  const settings = toSettings(options, algorithm);
  const { filter } = settings.maxNorm ?? {};
  if (filter !== undefined) chosenParameters(network.parameters, filter, 'option maxNorm, filter');
  return new Optimizer(
    network,
    algorithm,
    'fullBatch' in algorithm ? fullBatchSettings(algorithm, settings) : settings,
  );
}
