import type { Model } from '@neutype/core';
import { checkChoice } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import { CONJUGACIES, type ConjugacyName } from '../fullBatch/conjugacy.js';
import { ConjugateDirections } from '../fullBatch/conjugateDirections.js';
import { Descent } from '../fullBatch/descent.js';
import { type LineSearchOptions, toDescentOptions, toLineSearch } from '../fullBatch/fullBatchOptions.js';
import type { Optimizer } from '../optimizer.js';

/** What NeuPy calls the formulas. */
type NeupyName = 'fletcher_reeves' | 'polak_ribiere' | 'hentenes_stiefel' | 'liu_storey' | 'dai_yuan';

const NEUPY_NAMES: Readonly<Record<NeupyName, ConjugacyName>> = {
  fletcher_reeves: 'fletcherReeves',
  polak_ribiere: 'polakRibiere',
  hentenes_stiefel: 'hestenesStiefel',
  liu_storey: 'liuStorey',
  dai_yuan: 'daiYuan',
};

/** Options of `conjugateGradient`. Its `wolfeC2` is 0.1 unless told otherwise: directions are conjugate only after accurate searches. */
export interface ConjugateGradientOptions extends LineSearchOptions {
  /**
   * The formula for how much of the last direction is kept: `'fletcherReeves'`, `'polakRibiere'`, `'hestenesStiefel'`,
   * `'liuStorey'` or `'daiYuan'`, or what NeuPy calls them. `'fletcherReeves'`.
   */
  readonly update?: ConjugacyName | NeupyName;
}

/**
 * Conjugate gradients: `d ← −g + β·d`, then `w ← w + t·d` with `t` from a line search that meets the strong Wolfe conditions.
 * It begins anew with `d = −g` where `β` is negative, where two gradients in a row are far from orthogonal (Powell's
 * rule), and where a search fails. Each update looks at all training data, a few times; training ends by itself at a minimum.
 *
 * NeuPy's `wolfe_c2` is 0.9, by which the test functions take 3 to 10 times as many evaluations.
 *
 * Fletcher and Reeves, "Function minimization by conjugate gradients", 1964; Powell, "Restart procedures for the conjugate
 * gradient method", 1977; Nocedal and Wright, "Numerical optimization", 2nd edition, 2006, chapter 5.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = conjugateGradient(network, { loss: 'binaryCrossentropy', update: 'polakRibiere' });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 50 });
 * ```
 */
export function conjugateGradient(network: Model, options: ConjugateGradientOptions = {}): Optimizer {
  const { update: given = 'fletcherReeves' } = options ?? {};
  const update = (NEUPY_NAMES as Readonly<Record<string, ConjugacyName>>)[given] ?? given;
  checkChoice('option update', update, Object.keys(CONJUGACIES) as ConjugacyName[]);
  const lineSearch = toLineSearch(options ?? {}, 0.1);
  const begin = () => new Descent(new ConjugateDirections(CONJUGACIES[update]), toDescentOptions(lineSearch));
  const algorithm = { name: 'ConjugateGradient', fullBatch: { begin }, options: { update, ...lineSearch } };
  return createOptimizer(network, algorithm, options);
}
