import { OptionError } from '@neutype/errors';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Loss } from './loss.js';

/**
 * What computes the loss of each sample, from outputs or from what goes into a final softmax or sigmoid.
 *
 * @param loss as {@link resolveLoss} gives it
 * @param activation where the values are logits
 * @throws OptionError for a loss that gives only the mean of a batch
 *
 * @example
 * ```ts
 * const each = computeEachOf(mse)(tensor2d([[0], [1]]), tensor2d([[3], [1]]));
 * each.print(); // [9, 0]
 * ```
 */
export function computeEachOf(
  loss: Loss,
  activation?: 'softmax' | 'sigmoid',
): (targets: Tensor, values: Tensor) => Tensor1D {
  const computation = activation === undefined ? loss : loss.fromLogits?.[activation];
  if (computation?.computeEach) return (targets, values) => computation.computeEach!(targets, values);
  const part = activation === undefined ? '' : `, fromLogits, ${activation}`;
  throw new OptionError({
    where: `option loss${part}`,
    expected: 'a loss of each sample, as weights need it',
    received: `${loss.name}, which gives only the mean of a batch`,
    remedy: 'Give it a computeEach: (targets, outputs) to a tensor [batch].',
  });
}
