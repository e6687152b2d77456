import {
  add,
  cast,
  greater,
  less,
  logicalAnd,
  mul,
  square,
  step,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import type { FusedActivation } from './activation.js';
import { computeOperation } from './computeOperation.js';
import type { Operation } from './operation.js';

export interface ActivationGradAttrs {
  readonly activation: Exclude<FusedActivation, 'linear'>;
  /** The slope of `leakyrelu` below zero. */
  readonly alpha: number;
}

/** dz = dy · f'(z), from y = f(z). */
export const NeutypeActivationGrad: Operation<{ dy: Tensor; y: Tensor }, 'dz', ActivationGradAttrs> = {
  name: 'activationGrad',
  kernel: 'NeutypeActivationGrad',
  inputs: { dy: { shape: ['...'] }, y: { shape: ['...'] } },
  outputs: { dz: ['...'] },
  examples: (['relu', 'relu6', 'sigmoid', 'tanh', 'elu', 'leakyrelu'] as const).map((activation) => ({
    activation,
    alpha: 0.1,
  })),
  compose: (inputs, attrs) => ({ dz: compose(inputs, attrs) }),
};

/** dy · f'(z) from y = f(z): the gradient that goes on behind an activation. */
export function activationGrad(dy: Tensor, y: Tensor, activation: FusedActivation, alpha: number): Tensor {
  if (activation === 'linear') return dy;
  return computeOperation(NeutypeActivationGrad, { dy, y }, { activation, alpha }).dz;
}

function compose({ dy, y }: { dy: Tensor; y: Tensor }, { activation, alpha }: ActivationGradAttrs): Tensor {
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
