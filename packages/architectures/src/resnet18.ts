import type { Network } from '@neutype/layers';
import type { ImageShape } from './imageShape.js';
import { type ResnetOptions, type ResnetOutput, resnet } from './resnet.js';

/**
 * ResNet-18: eight residual blocks of two convolutions each. What a block computes is added to its input, so that
 * gradients reach the first layers of a deep network.
 *
 * `[?, 224, 224, 3]` → `[?, 1000]`, 11,689,512 learned parameters; with `includeGlobalPool: false` → `[?, 7, 7, 512]`
 *
 * Layers are named as torchvision's: `conv1`, `layer1.0.conv1`, …, `fc`, and `layer1.0` is what the block gives. Its weights,
 * in a safetensors file, are read by `importTorchWeights(network, file)` of `@neutype/storage`.
 *
 * He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition", 2015.
 *
 * @throws OptionError for options that it does not know or cannot mean
 *
 * @example
 * ```ts
 * const network = resnet18();
 * const small = resnet18({ inputShape: [64, 64, 3], classes: 10, width: 16 });
 * small.freeze('layer1'); // all of the first stage
 * const features = small.until('layer3.1');
 * ```
 */
export function resnet18<const Pool extends boolean = true>(
  options: ResnetOptions<Pool> = {},
): Network<ImageShape, ResnetOutput<Pool>> {
  return resnet('resnet18', { block: 'basic', blocks: [2, 2, 2, 2] }, options);
}
