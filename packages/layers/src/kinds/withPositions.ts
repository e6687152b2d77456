import { add, expandDims, mul, type Tensor } from '@tensorflow/tfjs-core';
import { presentSteps } from '../presentSteps.js';

/** `[batch, time, features]` plus `[time, features]`, which padding goes without. */
export function withPositions(x: Tensor, positions: Tensor, maskValue: number | undefined): Tensor {
  if (maskValue === undefined) return add(x, positions);
  return add(x, mul(expandDims(presentSteps(x, maskValue), -1), positions));
}
