import { add, mul, square, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';

/** `mean ← β·mean + (1 − β)·x`, which leaves nothing behind on the way. */
export function followMean(mean: Variable, x: Tensor, decay: number): void {
  tidy(() => mean.assign(add(mul(mean, decay), mul(x, 1 - decay))));
}

/** `mean ← β·mean + (1 − β)·x²` */
export function followMeanSquare(mean: Variable, x: Tensor, decay: number): void {
  tidy(() => followMean(mean, square(x), decay));
}
