import type { Network } from '@neutype/layers';
import type { ImageShape } from './imageShape.js';
import { type ResnetOptions, type ResnetOutput, resnet } from './resnet.js';

/**
 * ResNet-50: sixteen residual blocks, each of which reduces channels by a convolution of 1 × 1, convolves them by 3 × 3, and
 * expands them again by 1 × 1. As in torchvision the stride is that of the second convolution; in the paper and in NeuPy it
 * is that of the first.
 *
 * `[?, 224, 224, 3]` → `[?, 1000]`, 25,557,032 learned parameters and 53,120 running statistics; with
 * `includeGlobalPool: false` → `[?, 7, 7, 2048]`, and with `inOutRatio: 8` as well → `[?, 28, 28, 2048]`
 *
 * Layers are named as torchvision's; `resnet18` says how its weights fit.
 *
 * He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition", 2015. Dilation in the place of strides: Yu, Koltun &
 * Funkhouser, "Dilated Residual Networks", 2017.
 *
 * @throws OptionError for options that it does not know or cannot mean
 *
 * @example
 * ```ts
 * const network = resnet50();
 * const segments = resnet50({ includeGlobalPool: false, inOutRatio: 8 }); // [?, 28, 28, 2048]
 * ```
 */
export function resnet50<const Pool extends boolean = true>(
  options: ResnetOptions<Pool> = {},
): Network<ImageShape, ResnetOutput<Pool>> {
  return resnet('resnet50', { block: 'bottleneck', blocks: [3, 4, 6, 3] }, options);
}
