import { add, max, mul, relu, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';
import { checkClasses } from '../targets/checkClasses.js';
import { asRows, classTargets } from '../targets/classTargets.js';

/**
 * Hinge loss of one class out of many: `max(0, 1 − Σ t o + max((1 − t) o))` along the last axis, averaged over all others,
 * as in NeuPy and Keras. The right class should lead all others by 1, and 0 by 1 too: the product with `1 − t` is 0 at the
 * right class. The loss multiMargin does not have that.
 *
 * Outputs are `[n, ..., classes]`, of any size; targets class numbers `[n, ...]` or `[n, ..., 1]`, or one-hot rows
 * `[n, ..., classes]`.
 *
 * @example
 * ```ts
 * const optimizer = adam(input(20).to(relu(32), linear(3)), { loss: 'categoricalHinge' });
 * ```
 */
export const categoricalHinge: Loss = {
  name: 'categoricalHinge',
  replayable: true,
  expects: 'numbers',
  ...meanOf(hinge),
  targetShapes: classTargets,
  checkTargets: (targets, outputShape) =>
    checkClasses('categoricalHinge', targets, outputShape, { rows: 'one-hot', end: 'linear' }),
};

function hinge(targets: Tensor, outputs: Tensor): Tensor {
  const t = asRows(targets, outputs);
  const right = sum(mul(t, outputs), -1);
  const wrong = max(mul(sub(1, t), outputs), -1);
  return relu(add(sub(wrong, right), 1));
}
