import type { Network } from '@neutype/layers';
import type { ImageShape } from './imageShape.js';
import { type VggOptions, vgg } from './vgg.js';

/**
 * VGG-19: as `vgg16`, with four convolutions in each of the last three groups, up to `conv5_4`.
 *
 * `[?, 224, 224, 3]` → `[?, 1000]`, 143,667,240 parameters
 *
 * Simonyan & Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014; configuration E.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 * @throws ShapeError for images below 32 × 32
 *
 * @example
 * ```ts
 * const network = vgg19({ inputShape: [64, 64, 3], classes: 10 });
 * ```
 */
export function vgg19(options: VggOptions = {}): Network<ImageShape, readonly [number]> {
  return vgg('vgg19', [2, 2, 4, 4, 4], options);
}
