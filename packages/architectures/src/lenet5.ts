import { checkOptions } from '@neutype/errors';
import { avgPool2d, conv2d, flatten, input, type Network, softmax, tanh } from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `lenet5`. */
export interface Lenet5Options {
  /** `[height, width, channels]`; `[28, 28, 1]` by default. */
  readonly inputShape?: ImageShape;
  /** How many classes there are; 10 by default. */
  readonly classes?: number;
}

/**
 * LeNet-5, the convolutional network for handwritten digits: two convolutions with average pooling, and three dense
 * layers. As it is usually built today: each convolution sees all channels, pooling has no weights, and softmax takes the
 * place of the paper's radial basis functions.
 *
 * `[?, 28, 28, 1]` → `[?, 10]`, 61,706 parameters. The first convolution pads images by 2, as the paper pads digits to
 * 32 × 32.
 *
 * LeCun, Bottou, Bengio & Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 * @throws ShapeError for images below 12 × 12
 *
 * @example
 * ```ts
 * const network = lenet5();
 * const letters = lenet5({ classes: 26 });
 * ```
 */
export function lenet5(options: Lenet5Options = {}): Network<ImageShape, readonly [number]> {
  checkOptions('lenet5', options, ['classes', 'inputShape']);
  const { inputShape = [28, 28, 1], classes = 10 } = options;
  return input(inputShape).to(
    conv2d(6, 5, { padding: 2 }),
    tanh(),
    avgPool2d(2),
    conv2d(16, 5),
    tanh(),
    avgPool2d(2),
    flatten(),
    tanh(120),
    tanh(84),
    softmax(classes),
  );
}
