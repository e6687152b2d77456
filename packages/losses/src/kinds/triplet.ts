import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import {
  add,
  cast,
  equal,
  expandDims,
  greater,
  max,
  min,
  mul,
  relu,
  reshape,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { distance } from '../math/distance.js';
import { meanOf } from '../meanOf.js';
import { checkValues } from '../targets/checkValues.js';

export interface TripletOptions {
  /** How much farther than the farthest of the same class the nearest of another should be. Above 0; 1. */
  readonly margin?: number;
}

const OPTIONS = optionNames<TripletOptions>({ margin: true });

/** Farther than any point. */
const FAR = 1e30;

/**
 * Triplet loss with the hardest triplets of a batch: for each sample `max(0, d_p − d_n + margin)`, where `d_p` is the
 * Euclidean distance to the farthest sample of the same class and `d_n` that to the nearest of another, and the mean of
 * these. A sample whose class has no other sample in the batch, or that is of the only class there, counts 0.
 *
 * Hermans, Beyer and Leibe, "In defense of the triplet loss for person re-identification", 2017.
 *
 * Outputs are points, `[n, d]`; targets class numbers, `[n]` or `[n, 1]`: any whole numbers. It is only defined over a
 * batch, so take one in which each class occurs several times; it takes room for `n² d` numbers.
 *
 * @throws OptionError for a margin that is not above 0
 *
 * @example
 * ```ts
 * const optimizer = adam(input(784).to(relu(100), linear(16)), { loss: 'triplet', batchSize: 128 });
 * await optimizer.train(images, labels, { epochs: 10 });
 * ```
 */
export const triplet: ConfigurableLoss<TripletOptions> = /* @__PURE__ */ configurable(create);

function create(options: TripletOptions = {}): Loss {
  checkOptions('triplet', options, OPTIONS);
  const { margin = 1 } = options;
  checkNumber('triplet, margin', margin, { above: 0 });
  return {
    name: 'triplet',
    replayable: true,
    expects: 'numbers',
    ...meanOf((targets, outputs) => hardest(targets, outputs, margin)),
    targetShapes: () => [[], [1]],
    checkTargets: (targets) =>
      checkValues('triplet', targets, Number.isInteger, { expected: 'class numbers' }),
  };
}

function hardest(targets: Tensor, outputs: Tensor, margin: number): Tensor {
  const distances = distance(expandDims(outputs, 1), expandDims(outputs, 0));
  const same = cast(equal(reshape(targets, [-1, 1]), reshape(targets, [1, -1])), 'float32');
  // The sample itself is of the same class, at distance 0: never farther than another.
  const farthest = max(mul(distances, same), 1);
  const nearest = min(add(distances, mul(same, FAR)), 1);
  const hasOther = cast(greater(sum(same, 1), 1), 'float32');
  return mul(relu(add(sub(farthest, nearest), margin)), hasOther);
}
