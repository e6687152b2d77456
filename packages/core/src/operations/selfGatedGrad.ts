import {
  abs,
  add,
  cast,
  clipByValue,
  erf,
  exp,
  less,
  mul,
  sigmoid,
  softplus,
  square,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { Operation } from './operation.js';
import { EVERY_SELF_GATE, GELU_CUBE, GELU_SCALE, type SelfGate, type SelfGatedAttrs } from './selfGates.js';

/** dx = dy · (gate(x) + x gate'(x)) */
export const NeutypeSelfGatedGrad: Operation<{ dy: Tensor; x: Tensor }, 'dx', SelfGatedAttrs> = {
  name: 'selfGatedGrad',
  kernel: 'NeutypeSelfGatedGrad',
  inputs: { dy: { shape: ['...'] }, x: { shape: ['...'], from: -4, to: 4 } },
  outputs: { dx: ['...'] },
  examples: EVERY_SELF_GATE,
  compose: ({ dy, x }, { gate }) => ({ dx: mul(dy, slopeOf(x, gate)) }),
};

/** The gradient that goes on behind x · gate(x). */
export function selfGatedGrad(dy: Tensor, x: Tensor, gate: SelfGate): Tensor {
  return computeOperation(NeutypeSelfGatedGrad, { dy, x }, { gate }).dx;
}

function slopeOf(x: Tensor, gate: SelfGate): Tensor {
  switch (gate) {
    case 'gelu': {
      const density = mul(exp(mul(square(x), -0.5)), GELU_SCALE / 2);
      return add(add(mul(erf(mul(x, Math.SQRT1_2)), 0.5), 0.5), mul(x, density));
    }
    case 'geluTanh': {
      const xx = square(x);
      const opened = sigmoid(mul(mul(x, add(mul(xx, GELU_CUBE), 1)), 2 * GELU_SCALE));
      const inner = mul(mul(x, add(mul(xx, 3 * GELU_CUBE), 1)), 2 * GELU_SCALE);
      return mul(opened, add(mul(inner, sub(1, opened)), 1));
    }
    case 'silu': {
      const opened = sigmoid(x);
      return mul(opened, add(mul(x, sub(1, opened)), 1));
    }
    case 'mish': {
      const opened = tanh(softplus(x));
      return add(opened, mul(mul(x, sub(1, square(opened))), sigmoid(x)));
    }
    case 'hardSwish': {
      const isBetween = cast(less(abs(x), 3), 'float32');
      return add(clipByValue(add(mul(x, 1 / 6), 0.5), 0, 1), mul(mul(x, 1 / 6), isBetween));
    }
  }
}
