import { offTape } from '@neutype/core';
import { cast, max, notEqual, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';

/**
 * Which time steps of `[batch, time, features]` are there: `[batch, time]`, 1 for those, and 0 for padding, whose
 * features all equal `maskValue`. No gradient flows through it.
 */
export function presentSteps(x: Tensor, maskValue: number): Tensor2D {
  return offTape(() => tidy(() => max<Tensor2D>(cast(notEqual(x, maskValue), 'float32'), -1)));
}
