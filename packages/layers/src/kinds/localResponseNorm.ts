import { checkCount, checkNumber } from '@neutype/errors';
import { localResponseNormalization, type Tensor4D } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { Images } from '../takes.js';
import { imageShape } from './imageShape.js';

/** Options of `localResponseNorm`. */
export interface LocalResponseNormOptions {
  /** How much the neighbors count, 1e-4. */
  readonly alpha?: number;
  /** The exponent, 0.75. */
  readonly beta?: number;
  /** What is divided by where all neighbors are 0, before the power; 2. */
  readonly k?: number;
  /** How many channels on each side are neighbors, 5: sums of 11. */
  readonly depthRadius?: number;
  /** A name of its own instead of `local-response-norm-1`. */
  readonly name?: string;
}

/**
 * Divides each value by what its neighbors among the channels amount to: `y = x / (k + alpha · Σ x²)^beta`, with the sum
 * over the channels up to `depthRadius` away and the value itself. Images stay as they are in shape.
 *
 * Formula and defaults are NeuPy's. TensorFlow's differs in its defaults: `bias` 1 in place of k, alpha 1, beta 0.5, the
 * same radius 5. PyTorch's `LocalResponseNorm(size, alpha, beta, k)` counts the whole window, and divides alpha by it: write
 * `depthRadius: (size - 1) / 2, alpha: alpha / size`, with k 1 where none is given.
 *
 * Krizhevsky, Sutskever & Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
 *
 * @throws OptionError for an alpha or beta that is negative, a k that is not positive, or a radius that is no whole number
 * @throws ShapeError in the network, where the input is no image
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(
 *   conv2d(64, 5), relu(), localResponseNorm(), maxPool2d(2), flatten(), softmax(10),
 * );
 * ```
 */
export function localResponseNorm(options: LocalResponseNormOptions = {}): Layer<'same', Images> {
  checkLayerOptions('localResponseNorm', options, ['alpha', 'beta', 'depthRadius', 'k']);
  const { alpha = 1e-4, beta = 0.75, k = 2, depthRadius = 5, name } = options;
  checkNumber('localResponseNorm alpha', alpha, { from: 0 });
  checkNumber('localResponseNorm beta', beta, { from: 0 });
  checkNumber('localResponseNorm k', k, { above: 0 });
  checkCount('localResponseNorm depthRadius', depthRadius, 0);
  return layer({
    kind: 'local-response-norm',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { alpha, beta, k, depthRadius },
    outputShape: (inputShape, where) => imageShape(inputShape, where),
    forward: (x) => localResponseNormalization(x as Tensor4D, depthRadius, k, alpha, beta),
  });
}
