import type { Model } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import {
  add,
  div,
  expm1,
  mul,
  neg,
  type Scalar,
  sqrt,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { createOptimizer } from '../createOptimizer.js';
import type { Optimizer } from '../optimizer.js';
import type { OptimizerOptions } from '../options/optimizerOptions.js';
import { checkDecay } from './momentum.js';
import { proven, type Rule } from './rule.js';

const SMALLEST_FLOAT32 = 2 ** -149;

/** Options of `adam`. Its `step` is 0.001 unless told otherwise. */
export interface AdamOptions extends OptimizerOptions {
  /** How much of the mean of gradients is kept from update to update, from 0 and below 1. 0.9. */
  readonly beta1?: number;
  /** How much of the mean of their squares is kept, from 0 and below 1. 0.999. */
  readonly beta2?: number;
  /** Keeps steps finite where gradients are near 0; more than 0. 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam: `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, then `w ← w − step · m̂ / (√v̂ + ε)`, where
 * `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)` at update t.
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", 2015; ε is where PyTorch and Keras have it.
 *
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * const optimizer = adam(network, { loss: 'categoricalCrossentropy', shuffleData: true, verbose: true });
 * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
 * ```
 */
export function adam(network: Model, options: AdamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options ?? {};
  checkDecay('option beta1', beta1);
  checkDecay('option beta2', beta2);
  checkNumber('option epsilon', epsilon, { from: SMALLEST_FLOAT32 });
  const algorithm = {
    name: 'Adam',
    rule: adamRule(beta1, beta2, epsilon),
    step: 0.001,
    options: { beta1, beta2, epsilon },
  };
  return createOptimizer(network, algorithm, options);
}

function adamRule(beta1: number, beta2: number, epsilon: number): Rule<'m' | 'v'> {
  return proven({
    slots: { m: 0, v: 0 },
    update: (parameter, gradient, { m, v }, step, count) => {
      m.assign(add(mul(m, beta1), mul(gradient, 1 - beta1)));
      v.assign(add(mul(v, beta2), mul(square(gradient), 1 - beta2)));
      const spread = sqrt(div(v, unbias(beta2, count)));
      const direction = div(div(m, unbias(beta1, count)), add(spread, epsilon));
      parameter.assign(sub(parameter, mul(step, direction)));
    },
  });
}

/** `1 − βᵗ`, without the digits that the difference would lose at first. */
function unbias(beta: number, count: Scalar): Tensor {
  return neg(expm1(mul(count, Math.log(beta))));
}
