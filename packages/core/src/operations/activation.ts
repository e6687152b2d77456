import { elu, leakyRelu, relu, relu6, sigmoid, type Tensor, tanh } from '@tensorflow/tfjs-core';
import { ensureGradients } from '../gradients/registerGradients.js';

/** Activations that a kernel can fuse or differentiate from its output alone. */
export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'elu' | 'leakyrelu';

/** The slope of `leakyrelu` below zero where none is given, as in PyTorch. */
export const DEFAULT_LEAKY_RELU_ALPHA = 0.01;

/** For the contract suite. */
export const EVERY_ACTIVATION: readonly { readonly activation: FusedActivation; readonly alpha: number }[] = (
  ['linear', 'relu', 'relu6', 'sigmoid', 'tanh', 'elu', 'leakyrelu'] as const
).map((activation) => ({ activation, alpha: 0.1 }));

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
      return leakyRelu(x, alpha ?? DEFAULT_LEAKY_RELU_ALPHA);
  }
}
