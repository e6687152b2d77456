import { checkFlag, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import {
  add,
  div,
  mul,
  reshape,
  square,
  squaredDifference,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';
import { checkProbabilities } from '../targets/checkValues.js';

export interface DiceOptions {
  /** Added above and below the line, so that an empty mask that was found empty costs nothing. Above 0; 1. */
  readonly smooth?: number;
  /** Whether what is below the line are sums of squares, as in V-Net. `false`. */
  readonly squared?: boolean;
}

const OPTIONS = optionNames<DiceOptions>({ smooth: true, squared: true });

/**
 * Dice loss of masks: `1 − (2 Σ t o + smooth) / (Σ t + Σ o + smooth)` over all elements of a sample, and the mean of these.
 * It is about the overlap, however small a part of the image the mask is, where cross-entropy counts pixels.
 *
 * Milletari, Navab and Ahmadi, "V-Net: fully convolutional neural networks for volumetric medical image segmentation", 2016.
 *
 * It is computed as what differs, `(Σ t (1 − o) + o (1 − t)) / (Σ t + Σ o + smooth)`, so that nothing cancels near 0.
 *
 * Targets are masks of 0 and 1 (or shares between), outputs probabilities, both `[n, ...]` of the same shape.
 *
 * @throws OptionError for options out of range
 *
 * @example
 * ```ts
 * const network = input(32, 32, 1).to(conv2d(8, 3, { padding: 'same' }), relu(), conv2d(1, 1), sigmoid());
 * const optimizer = adam(network, { loss: 'dice' });
 * ```
 */
export const dice: ConfigurableLoss<DiceOptions> = /* @__PURE__ */ configurable(create);

function create(options: DiceOptions = {}): Loss {
  checkOptions('dice', options, OPTIONS);
  const { smooth = 1, squared = false } = options;
  checkNumber('dice, smooth', smooth, { above: 0 });
  checkFlag('dice, squared', squared);
  return {
    name: 'dice',
    replayable: true,
    expects: 'probabilities',
    ...meanOf((targets, outputs) => {
      const [t, o] = [flat(targets), flat(outputs)];
      const below = squared ? add(square(t), square(o)) : add(t, o);
      const apart = squared ? squaredDifference(t, o) : add(mul(t, sub(1, o)), mul(o, sub(1, t)));
      return div(sum(apart, 1), add(sum(below, 1), smooth));
    }),
    checkTargets: (targets) => checkProbabilities('dice', targets),
  };
}

function flat(x: Tensor): Tensor {
  return reshape(x, [x.shape[0] as number, -1]);
}
