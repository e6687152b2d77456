import { checkFlag, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { add, minimum, relu, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { distance } from '../math/distance.js';
import { points } from '../math/points.js';
import { meanOf } from '../meanOf.js';
import { checkColumns } from '../targets/checkColumns.js';

export interface TripletMarginOptions {
  /** How much farther than the positive the negative should be. Above 0; 1. */
  readonly margin?: number;
  /** Whether the negative's distance is taken from the positive where that is nearer to it than the anchor. `false`. */
  readonly swap?: boolean;
}

const OPTIONS = optionNames<TripletMarginOptions>({ margin: true, swap: true });

/**
 * Triplet loss of triplets that were chosen beforehand: the mean of `max(0, d(a, p) − d(a, n) + margin)`, where d is the
 * Euclidean distance of an anchor to a positive (the same class) and to a negative (another one). The loss triplet
 * chooses triplets itself, out of a batch.
 *
 * Balntas et al., "Learning local feature descriptors with triplets and shallow convolutional neural networks", 2016; as in
 * PyTorch's TripletMarginLoss, which adds 1e-6 to differences. Here equal points have distance 0 and no gradient.
 *
 * Outputs are `[n, 3 d]`: the d coordinates of the anchor, then those of the positive and of the negative. Targets are not
 * looked at: give a number for each triplet, `[n]` or `[n, 1]`.
 *
 * @throws OptionError for options out of range, or outputs that are no three points
 *
 * @example
 * ```ts
 * const network = input(60).to(relu(64), linear(12)); // three of 20 features, and a point in four dimensions for each
 * const optimizer = adam(network, { loss: tripletMargin({ margin: 0.2 }) });
 * await optimizer.train(triplets, triplets.map(() => 0), { epochs: 10 });
 * ```
 */
export const tripletMargin: ConfigurableLoss<TripletMarginOptions> = /* @__PURE__ */ configurable(create);

function create(options: TripletMarginOptions = {}): Loss {
  checkOptions('tripletMargin', options, OPTIONS);
  const { margin = 1, swap = false } = options;
  checkNumber('tripletMargin, margin', margin, { above: 0 });
  checkFlag('tripletMargin, swap', swap);
  return {
    name: 'tripletMargin',
    replayable: true,
    expects: 'numbers',
    ...meanOf((_, outputs) => {
      const [anchor, positive, negative] = points(outputs, 3) as [Tensor, Tensor, Tensor];
      const near = distance(anchor, positive);
      const far = distance(anchor, negative);
      return relu(add(sub(near, swap ? minimum(far, distance(positive, negative)) : far), margin));
    }),
    targetShapes: () => [[], [1]],
    checkTargets: (_, outputShape) => checkColumns('tripletMargin', outputShape, 3, 'three points'),
  };
}
