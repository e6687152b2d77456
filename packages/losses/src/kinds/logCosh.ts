import {
  abs,
  add,
  div,
  exp,
  expm1,
  less,
  log1p,
  minimum,
  mul,
  square,
  sub,
  type Tensor,
  tanh,
  where,
} from '@tensorflow/tfjs-core';
import type { Loss } from '../loss.js';
import { withGradient } from '../math/withGradient.js';
import { meanOf } from '../meanOf.js';

/**
 * Logarithm of the hyperbolic cosine of the error: the mean of `ln cosh(o − t)` over all elements. About `e² / 2` for small
 * errors and `|e| − ln 2` for large ones, smooth throughout; its gradient is the hyperbolic tangent. Nothing overflows.
 *
 * Targets and outputs are numbers of any size, in the same shape.
 *
 * @example
 * ```ts
 * const optimizer = adam(input(13).to(relu(64), linear(1)), { loss: 'logCosh' });
 * ```
 */
export const logCosh: Loss = {
  name: 'logCosh',
  replayable: true,
  expects: 'numbers',
  ...meanOf((targets, outputs) => logCoshOf(sub(outputs, targets))),
};

const logCoshOf = withGradient(
  (error) => {
    const size = abs(error);
    return where(less(size, 1), below1(minimum(size, 1)), from1(size));
  },
  (dy, error) => mul(dy, tanh(error)),
);

/** With `u = e^x − 1`, `cosh x − 1 = u² / (2 (1 + u))`: nothing cancels where x is small. */
function below1(x: Tensor): Tensor {
  const u = expm1(x);
  return log1p(div(square(u), mul(add(u, 1), 2)));
}

/** `x + ln(1 + e^(−2x)) − ln 2`, without a power that overflows. */
function from1(x: Tensor): Tensor {
  return sub(add(x, log1p(exp(mul(x, -2)))), Math.LN2);
}
