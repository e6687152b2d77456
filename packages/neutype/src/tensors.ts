/**
 * TensorFlow.js's own operations, for custom layers, losses and optimizers; the same copy that Neutype runs on.
 *
 * @example
 * ```ts
 * import { abs, mean, sub, type Tensor } from 'neutype/tensors';
 *
 * const absolute = (actual: Tensor, predicted: Tensor) => mean(abs(sub(actual, predicted)));
 * ```
 */
export * from '@tensorflow/tfjs-core';
