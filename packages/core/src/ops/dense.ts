import { add, cast, matMul, reshape, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { backendName } from '../backends/active.js';
import { isNested } from '../gradients/nesting.js';
import { ensureGradients } from '../gradients/registerGradients.js';
import type { FusedActivation } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { assertShape } from '../shape.js';
import { activate, defaultLeakyReluAlpha } from './activation.js';

/**
 * activation(x · weight + bias), in one kernel and with one gradient.
 *
 * @param x [N, inputs]
 * @param weight [inputs, units]
 * @param bias [units], or none
 * @param alpha the slope of `leakyrelu` below zero
 * @returns [N, units]
 * @throws ShapeError
 *
 * @example
 * ```ts
 * const x = tensor2d([[1, 2, 3]]);
 * const weight = ones([3, 4]) as Tensor2D;
 * dense(x, weight, zeros([4]), 'relu').print(); // [[6, 6, 6, 6],]
 * ```
 */
export function dense(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor | undefined,
  activation: FusedActivation = 'linear',
  alpha: number = defaultLeakyReluAlpha,
): Tensor2D {
  assertShape('dense, x', x.shape, [null, weight.shape[0] ?? null]);
  assertShape('dense, weight', weight.shape, [null, null]);
  if (bias !== undefined) assertShape('dense, bias', bias.shape, [weight.shape[1]!]);
  if (x.dtype !== 'float32') {
    return tidy(() => dense(cast(x, 'float32'), weight, bias, activation, alpha));
  }
  // No backend's fused kernel knows tanh.
  if (activation === 'tanh') return tidy(() => activate(dense(x, weight, bias), 'tanh'));
  if (isNested()) return plainDense(x, weight, bias, activation, alpha);
  const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha: alpha };
  if (backendName() !== 'wasm') {
    return runKernel<Tensor2D>('_FusedMatMul', { a: x, b: weight, bias }, attrs);
  }
  // The wasm backend's fused kernel reads beyond its memory unless its matrices have rank three.
  return tidy(() => {
    const y = runKernel('_FusedMatMul', { a: batched(x), b: batched(weight), bias }, attrs);
    return reshape(y, [x.shape[0]!, weight.shape[1]!]);
  });
}

function plainDense(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  activation: FusedActivation,
  alpha: number,
): Tensor2D {
  ensureGradients();
  return tidy(() => {
    const product = matMul(x, weight);
    return activate(bias === undefined ? product : add(product, bias), activation, alpha) as Tensor2D;
  });
}

function batched(matrix: Tensor): Tensor {
  return reshape(matrix, [1, ...matrix.shape]);
}
