import { elu, leakyRelu, relu, relu6, sigmoid, type Tensor, tanh } from '@tensorflow/tfjs-core';
import { ensureGradients } from '../gradients/registerGradients.js';
import type { FusedActivation } from '../kernels.js';

/** The slope of `leakyrelu` below zero where none is given, as in PyTorch. */
export const defaultLeakyReluAlpha = 0.01;

/**
 * An activation function by name, element by element.
 *
 * @example
 * ```ts
 * activate(tensor1d([-1, 2]), 'leakyrelu', 0.1).print(); // [-0.1, 2]
 * ```
 */
export function activate<T extends Tensor>(x: T, activation: FusedActivation, alpha?: number): T {
  ensureGradients();
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return relu(x);
    case 'relu6':
      return relu6(x);
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'elu':
      return elu(x);
    case 'leakyrelu':
      return leakyRelu(x, alpha ?? defaultLeakyReluAlpha);
  }
}
