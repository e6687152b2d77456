import { mul } from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import type { SeveralInputs } from '../takes.js';
import { elementWise, type NameOption } from './elementWise.js';

/**
 * The product of its inputs, value by value: `y = x₁ · x₂ · … · xₙ`.
 *
 * Two inputs or more of one shape, which stays as it is.
 *
 * @throws ShapeError in the network, for inputs of different shapes or a single one
 *
 * @example
 * ```ts
 * const network = input(8).to(parallel(relu(4), tanh(4)), multiply(), softmax(2));
 * ```
 */
export function multiply(options: NameOption = {}): Layer<'merged', SeveralInputs> {
  return elementWise('multiply', options, (xs) => xs.reduce((product, x) => mul(product, x)));
}
