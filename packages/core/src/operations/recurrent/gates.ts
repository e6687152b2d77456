import {
  add,
  clipByValue,
  mul,
  relu,
  sigmoid,
  square,
  step,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';

/** What is done to a gate's pre-activation: `hardSigmoid` is `0.2 x + 0.5` between 0 and 1. */
export type GateActivation = 'sigmoid' | 'tanh' | 'hardSigmoid' | 'relu' | 'linear';

/** Every activation of gates. */
export const GATE_ACTIVATIONS: readonly GateActivation[] = [
  'sigmoid',
  'tanh',
  'hardSigmoid',
  'relu',
  'linear',
];

const HARD_SLOPE = 0.2;

/** A gate from its pre-activation. */
export function activateGate(x: Tensor, activation: GateActivation): Tensor {
  switch (activation) {
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'hardSigmoid':
      return clipByValue(add(mul(x, HARD_SLOPE), 0.5), 0, 1);
    case 'relu':
      return relu(x);
    case 'linear':
      return x;
  }
}

/** The gradient of a gate's pre-activation from that of the gate, by the gate's own value. */
export function gateGradient(dy: Tensor, y: Tensor, activation: GateActivation): Tensor {
  switch (activation) {
    case 'sigmoid':
      return mul(dy, mul(y, sub(1, y)));
    case 'tanh':
      return mul(dy, sub(1, square(y)));
    case 'hardSigmoid':
      return mul(mul(dy, HARD_SLOPE), mul(step(y), step(sub(1, y))));
    case 'relu':
      return mul(dy, step(y));
    case 'linear':
      return dy;
  }
}

/** Gradients between -limit and limit; all of them where the limit is 0. */
export function clipGradient(gradient: Tensor, limit: number): Tensor {
  return limit === 0 ? gradient : clipByValue(gradient, -limit, limit);
}
