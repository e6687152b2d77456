import { checkNumber, checkOptions } from '@neutype/errors';
import type { Initializer } from './initializer.js';

/**
 * Normally distributed values, of which a part is set to 0: for each unit, `sparsity` of its inputs, rounded up, other ones
 * for each. By default 0.9 of them are 0, and the others have the standard deviation 0.01.
 *
 * Martens, "Deep learning via Hessian-free optimization", 2010. PyTorch's `sparse_` takes the same part for each column too,
 * but has the weights transposed, so that there it is for each input that most units are cut off.
 *
 * @throws OptionError for a sparsity outside of `[0, 1]` or a negative deviation
 *
 * @example
 * ```ts
 * tanh(100, { weight: sparse({ sparsity: 0.8, std: 0.1 }) }); // each unit sees a fifth of its inputs
 * ```
 */
export function sparse(options: { readonly sparsity?: number; readonly std?: number } = {}): Initializer {
  checkOptions('sparse', options, ['sparsity', 'std']);
  const { sparsity = 0.9, std = 0.01 } = options;
  checkNumber('sparse, sparsity', sparsity, { from: 0, to: 1 });
  checkNumber('sparse, std', std, { from: 0 });
  return {
    name: `sparse(sparsity=${sparsity}, std=${std})`,
    fill: (target, shape, random) => {
      random.fillNormal(target, 0, std);
      const units = shape.length > 1 ? (shape.at(-1) as number) : 1;
      const inputs = target.length / units;
      const zeros = Math.ceil(sparsity * inputs);
      for (let unit = 0; unit < units; unit++) {
        for (const input of random.permutation(inputs).subarray(0, zeros)) target[input * units + unit] = 0;
      }
    },
  };
}
