import { expm1, mul, neg, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/** `1 − βᵗ`, by which a running mean that began at 0 is too small; without the digits that the difference would lose. */
export function unbias(beta: number, count: Scalar): Tensor {
  return neg(expm1(mul(count, Math.log(beta))));
}
