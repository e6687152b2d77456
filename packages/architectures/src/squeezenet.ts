import { checkOptions } from '@neutype/errors';
import {
  type Block,
  concatenate,
  conv2d,
  dropout,
  globalAvgPool,
  input,
  join,
  maxPool2d,
  type Network,
  normal,
  parallel,
  relu,
  softmax,
} from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `squeezenet`. */
export interface SqueezenetOptions {
  /** `[height, width, channels]`; `[227, 227, 3]` by default. */
  readonly inputShape?: ImageShape;
  /** How many classes there are; 1000 by default. */
  readonly classes?: number;
}

/**
 * SqueezeNet 1.0: AlexNet's accuracy with a fiftieth of its parameters. Its fire modules squeeze channels by a convolution
 * of 1 × 1, then expand them by filters of 1 × 1 and 3 × 3 side by side. There are no dense layers: the mean over all places
 * of the last convolution's channels goes into the softmax. That convolution ends in relu, and begins with weights near 0, as in
 * the authors' release, so that few of its channels give nothing but 0.
 *
 * `[?, 227, 227, 3]` → `[?, 1000]`, 1,248,424 parameters. Layers are named as in the authors' release: `conv1`,
 * `fire2/squeeze1x1`, `fire2/expand3x3`, …, `conv10`.
 *
 * Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size", 2016.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 * @throws ShapeError for images below 35 × 35
 *
 * @example
 * ```ts
 * const network = squeezenet();
 * const few = squeezenet({ inputShape: [64, 64, 3], classes: 10 });
 * ```
 */
export function squeezenet(options: SqueezenetOptions = {}): Network<ImageShape, readonly [number]> {
  checkOptions('squeezenet', options, ['classes', 'inputShape']);
  const { inputShape = [227, 227, 3], classes = 1000 } = options;
  const features = input(inputShape)
    .to(conv2d(96, 7, { stride: 2, name: 'conv1' }), relu(), maxPool2d(3, { stride: 2 }))
    .to(fire('fire2', 16, 64), fire('fire3', 16, 64), fire('fire4', 32, 128))
    .to(maxPool2d(3, { stride: 2 }))
    .to(fire('fire5', 32, 128), fire('fire6', 48, 192), fire('fire7', 48, 192), fire('fire8', 64, 256))
    .to(maxPool2d(3, { stride: 2 }), fire('fire9', 64, 256), dropout(0.5))
    .to(conv2d(classes, 1, { weight: normal({ std: 0.01 }), name: 'conv10' }), relu());
  return features.to(globalAvgPool(), softmax());
}

/** Squeezes to a few channels, and expands them to twice `expanded`. */
function fire(name: string, squeezed: number, expanded: number): Block<'chain'> {
  return join(
    conv2d(squeezed, 1, { name: `${name}/squeeze1x1` }),
    relu(),
    parallel(
      join(conv2d(expanded, 1, { name: `${name}/expand1x1` }), relu()),
      join(conv2d(expanded, 3, { padding: 'same', name: `${name}/expand3x3` }), relu()),
    ),
    concatenate(),
  );
}
