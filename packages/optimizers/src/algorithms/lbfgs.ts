import type { Model } from '@neutype/core';
import { checkCount } from '@neutype/errors';
import { createOptimizer } from '../createOptimizer.js';
import { Descent } from '../fullBatch/descent.js';
import { type LineSearchOptions, toDescentOptions, toLineSearch } from '../fullBatch/fullBatchOptions.js';
import { LimitedMemory } from '../fullBatch/limitedMemory.js';
import type { Optimizer } from '../optimizer.js';

/** Options of `lbfgs`. Its `wolfeC2` is 0.9 unless told otherwise. */
export interface LbfgsOptions extends LineSearchOptions {
  /** How many moves are remembered, each with twice as many numbers as there are weights. 10, as in SciPy; 100 in PyTorch. */
  readonly historySize?: number;
}

/**
 * L-BFGS, the quasi-Newton method BFGS by the last few moves alone: `w ← w + t·d`, with `t` from a line search that meets
 * the strong Wolfe conditions. Where `d` leads nowhere, it begins anew. Each update looks at all training data, once or
 * twice; training ends by itself at a minimum. It is what to begin with where the data fit into one batch.
 *
 * An update is one iteration of PyTorch's `torch.optim.LBFGS` with `line_search_fn='strong_wolfe'`.
 *
 * Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; Nocedal and Wright, "Numerical
 * optimization", 2nd edition, 2006, section 7.2.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const network = input(2).to(tanh(5), sigmoid(1));
 * const optimizer = lbfgs(network, { loss: 'binaryCrossentropy', seed: 0 });
 * await optimizer.train([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], { epochs: 100 });
 * console.log(String(await optimizer.predict([[0, 1]])));
 * ```
 */
export function lbfgs(network: Model, options: LbfgsOptions = {}): Optimizer {
  const { historySize = 10 } = options ?? {};
  checkCount('option historySize', historySize);
  const lineSearch = toLineSearch(options ?? {}, 0.9);
  const begin = () => new Descent(new LimitedMemory(historySize), toDescentOptions(lineSearch));
  const own = { historySize, ...lineSearch };
  return createOptimizer(network, { name: 'Lbfgs', fullBatch: { begin }, options: own }, options);
}
