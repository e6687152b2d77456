import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { add, mul, relu, reshape, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { distance } from '../math/distance.js';
import { points } from '../math/points.js';
import { meanOf } from '../meanOf.js';
import { checkColumns } from '../targets/checkColumns.js';
import { checkProbabilities } from '../targets/checkValues.js';

export interface ContrastiveOptions {
  /** How far pairs that differ should be apart. Above 0; 1. */
  readonly margin?: number;
}

const OPTIONS = optionNames<ContrastiveOptions>({ margin: true });

/**
 * Contrastive loss of pairs: the mean of `t d² / 2 + (1 − t) max(0, margin − d)² / 2`, where d is the Euclidean distance
 * of the two points of a pair. Pairs that belong together are drawn together, others pushed apart up to the margin.
 *
 * Hadsell, Chopra and LeCun, "Dimensionality reduction by learning an invariant mapping", 2006, where t is counted the other
 * way round.
 *
 * Outputs are `[n, 2 d]`: the d coordinates of the first point, then those of the second. Targets are 1 for pairs that
 * belong together and 0 for others, `[n]` or `[n, 1]`. A pair of equal points has no gradient.
 *
 * @throws OptionError for a margin that is not above 0, or an odd number of outputs
 *
 * @example
 * ```ts
 * const network = input(40).to(relu(64), linear(8)); // both of 20 features, and a point in four dimensions for each
 * const optimizer = adam(network, { loss: contrastive({ margin: 2 }) });
 * await optimizer.train(pairs, areTheSame, { epochs: 10 });
 * ```
 */
export const contrastive: ConfigurableLoss<ContrastiveOptions> = /* @__PURE__ */ configurable(create);

function create(options: ContrastiveOptions = {}): Loss {
  checkOptions('contrastive', options, OPTIONS);
  const { margin = 1 } = options;
  checkNumber('contrastive, margin', margin, { above: 0 });
  return {
    name: 'contrastive',
    replayable: true,
    expects: 'numbers',
    ...meanOf((targets, outputs) => {
      const [first, second] = points(outputs, 2) as [Tensor, Tensor];
      const apart = distance(first, second);
      const t = reshape(targets, [-1]);
      const together = mul(t, square(apart));
      return mul(add(together, mul(sub(1, t), square(relu(sub(margin, apart))))), 0.5);
    }),
    targetShapes: () => [[], [1]],
    checkTargets: (targets, outputShape) => {
      checkColumns('contrastive', outputShape, 2, 'two points');
      checkProbabilities('contrastive', targets);
    },
  };
}
