import type { Network } from '@neutype/layers';
import type { ImageShape } from './imageShape.js';
import { type VggOptions, vgg } from './vgg.js';

/**
 * VGG-16: thirteen convolutions of 3 × 3 in five groups, each group closed by max pooling, then three dense layers with
 * dropout. Layers are named as in NeuPy: `conv1_1` to `conv5_3`, `dense_1` to `dense_3`.
 *
 * `[?, 224, 224, 3]` → `[?, 1000]`, 138,357,544 parameters, 124 million of them in the dense layers
 *
 * Weights of torchvision's fit in their order, as `resnet18` says, but for `dense_1`, which sees channels last:
 * `weight.reshape(4096, 512, 7, 7).permute(2, 3, 1, 0).reshape(-1, 4096)`.
 *
 * Simonyan & Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014; configuration D.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 * @throws ShapeError for images below 32 × 32
 *
 * @example
 * ```ts
 * const network = vgg16();
 * const small = vgg16({ inputShape: [32, 32, 3], classes: 10, width: 16, units: 128 });
 * const features = network.until('conv5_3');
 * ```
 */
export function vgg16(options: VggOptions = {}): Network<ImageShape, readonly [number]> {
  return vgg('vgg16', [2, 2, 3, 3, 3], options);
}
