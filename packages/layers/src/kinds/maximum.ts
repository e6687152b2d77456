import { maximum as maximumOf } from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import type { SeveralInputs } from '../takes.js';
import { elementWise, type NameOption } from './elementWise.js';

/**
 * The largest of its inputs, value by value: `y = max(x₁, x₂, …, xₙ)`. A gradient goes to the input that is largest.
 *
 * Two inputs or more of one shape, which stays as it is.
 *
 * @throws ShapeError in the network, for inputs of different shapes or a single one
 *
 * @example
 * ```ts
 * const network = input(8).to(parallel(relu(4), tanh(4)), maximum(), softmax(2));
 * ```
 */
export function maximum(options: NameOption = {}): Layer<'merged', SeveralInputs> {
  return elementWise('maximum', options, (xs) => xs.reduce((most, x) => maximumOf(most, x)));
}
