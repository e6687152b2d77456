import { add as addTensors } from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import type { SeveralInputs } from '../takes.js';
import { elementWise, type NameOption } from './elementWise.js';

/**
 * The sum of its inputs, value by value: `y = x₁ + x₂ + … + xₙ`. What residual connections end in.
 *
 * Two inputs or more of one shape, which stays as it is.
 *
 * @throws ShapeError in the network, for inputs of different shapes or a single one
 *
 * @example
 * ```ts
 * const network = input(8).to(parallel(relu(4), tanh(4)), add(), softmax(2));
 * ```
 */
export function add(options: NameOption = {}): Layer<'merged', SeveralInputs> {
  return elementWise('add', options, (xs) => xs.reduce((sum, x) => addTensors(sum, x)));
}
