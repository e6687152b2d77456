import { cast, reshape, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { backendName } from '../backends/active.js';
import type { FusedActivation } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { activate, defaultLeakyReluAlpha } from './activation.js';

/**
 * activation(x · weight + bias), in one kernel and with one gradient.
 *
 * @param x [N, inputs]
 * @param weight [inputs, units]
 * @param bias [units], or none
 * @param alpha the slope of `leakyrelu` below zero
 * @returns [N, units]
 */
export function dense(
  x: Tensor2D,
  weight: Tensor2D,
  bias?: Tensor1D | undefined,
  activation: FusedActivation = 'linear',
  alpha: number = defaultLeakyReluAlpha,
): Tensor2D {
  if (x.dtype !== 'float32') {
    return tidy(() => dense(cast(x, 'float32'), weight, bias, activation, alpha));
  }
  // No backend's fused kernel knows tanh.
  if (activation === 'tanh') return tidy(() => activate(dense(x, weight, bias), 'tanh'));
  const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha: alpha };
  if (backendName() !== 'wasm') {
    return runKernel<Tensor2D>('_FusedMatMul', { a: x, b: weight, bias }, attrs);
  }
  // The wasm backend's fused kernel reads beyond its memory unless its matrices have rank three.
  return tidy(() => {
    const y = runKernel('_FusedMatMul', { a: batched(x), b: batched(weight), bias }, attrs);
    return reshape(y, [x.shape[0], weight.shape[1]]);
  });
}

function batched(matrix: Tensor2D): Tensor {
  return reshape(matrix, [1, ...matrix.shape]);
}
