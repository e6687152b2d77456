import {
  add,
  clipByValue,
  erf,
  mul,
  sigmoid,
  softplus,
  square,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';
import { selfGatedGrad } from './selfGatedGrad.js';
import { EVERY_SELF_GATE, GELU_CUBE, GELU_SCALE, type SelfGate, type SelfGatedAttrs } from './selfGates.js';

/** y = x · gate(x). Only x is saved: the slope is computed from it in one pass, gate and all. */
export const NeutypeSelfGated: Operation<{ x: Tensor }, 'y', SelfGatedAttrs> = {
  name: 'selfGated',
  kernel: 'NeutypeSelfGated',
  inputs: { x: { shape: ['...'], converts: true, from: -4, to: 4 } },
  outputs: { y: ['...'] },
  examples: EVERY_SELF_GATE,
  compose: ({ x }, { gate }) => ({ y: mul(x, gateOf(x, gate)) }),
  gradient: { saves: ['x'], take: (dy, { x }, { gate }) => ({ x: () => selfGatedGrad(dy, x, gate) }) },
};

/**
 * Activations that are their input times a gate between 0 and 1 (`mish` and all others but `hardSwish` smoothly):
 *
 * - `gelu`: x Φ(x), Φ the normal distribution's. Hendrycks & Gimpel, "Gaussian Error Linear Units", 2016.
 * - `geluTanh`: its approximation x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, from the same paper.
 * - `silu`: x σ(x), also called swish. Elfwing et al., "Sigmoid-weighted linear units", 2018.
 * - `mish`: x tanh(ln(1 + eˣ)). Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019.
 * - `hardSwish`: x min(max(x / 6 + ½, 0), 1). Howard et al., "Searching for MobileNetV3", 2019.
 *
 * @param x integers and booleans count as the numbers they are
 *
 * @example
 * ```ts
 * selfGated(tensor1d([-1, 0, 1]), 'silu').print(); // [-0.2689414, 0, 0.7310586]
 * ```
 */
export function selfGated<T extends Tensor>(x: T, gate: SelfGate): T {
  return runOperation(NeutypeSelfGated, { x }, { gate }).y as T;
}

function gateOf(x: Tensor, gate: SelfGate): Tensor {
  switch (gate) {
    case 'gelu':
      return add(mul(erf(mul(x, Math.SQRT1_2)), 0.5), 0.5);
    case 'geluTanh': // (1 + tanh u) / 2 = σ(2u), which keeps the digits of small values
      return sigmoid(mul(mul(x, add(mul(square(x), GELU_CUBE), 1)), 2 * GELU_SCALE));
    case 'silu':
      return sigmoid(x);
    case 'mish':
      return tanh(softplus(x));
    case 'hardSwish':
      return clipByValue(add(mul(x, 1 / 6), 0.5), 0, 1);
  }
}
