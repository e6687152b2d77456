import {
  add,
  cast,
  engine,
  greater,
  less,
  logicalAnd,
  mul,
  square,
  step,
  sub,
  type Tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { hasKernel } from '../backends/active.js';
import { type FusedActivation, NeutypeActivationGrad } from '../kernels.js';
import { isBackwardRecorded } from './nesting.js';

/** dy · f'(z) from y = f(z): the gradient that goes on behind an activation. */
export function activationGrad(dy: Tensor, y: Tensor, activation: FusedActivation, alpha: number): Tensor {
  if (activation === 'linear') return dy;
  if (hasKernel(NeutypeActivationGrad) && !isBackwardRecorded()) {
    return engine().runKernel<Tensor>(NeutypeActivationGrad, { dy, y }, { activation, alpha });
  }
  return tidy(() => composedActivationGrad(dy, y, activation, alpha));
}

function composedActivationGrad(
  dy: Tensor,
  y: Tensor,
  activation: Exclude<FusedActivation, 'linear'>,
  alpha: number,
): Tensor {
  switch (activation) {
    case 'relu':
      return mul(dy, step(y));
    case 'relu6':
      return mul(dy, cast(logicalAnd(greater(y, 0), less(y, 6)), 'float32'));
    case 'sigmoid':
      return mul(dy, mul(y, sub(1, y)));
    case 'tanh':
      return mul(dy, sub(1, square(y)));
    case 'elu':
      return where(greater(y, 0), dy, mul(dy, add(y, 1)));
    case 'leakyrelu':
      return where(greater(y, 0), dy, mul(dy, alpha));
  }
}
