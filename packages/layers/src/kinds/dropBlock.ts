import { dropout as drop, maxPool } from '@neutype/core';
import { cast, div, equal, fill, maximum, mul, pad, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { checkRate, type LayerRandomness, randomnessOf } from '../randomness.js';
import type { Images } from '../takes.js';
import { type Pair, toPair } from '../window.js';
import { checkFits, imageShape } from './imageShape.js';

/**
 * While training, zeroes blocks of each channel of each image, of as many values that about the share `rate` of all is in
 * one, and scales the others so that their sum stays what it was; otherwise passes all on.
 *
 * `[?, height, width, channels]`, which stays as it is.
 *
 * Where a block may lie, one begins with probability `rate · height · width / (rows · columns · (height − rows + 1) · (width −
 * columns + 1))`. Blocks may lie on each other. What is left is multiplied by the number of values over the number of those
 * that are left, in the whole batch.
 *
 * Ghiasi, Lin & Le, "DropBlock: A regularization method for convolutional networks", 2018. NeuPy's `keep_proba` is
 * `1 − rate`; torchvision's `p` is the rate.
 *
 * @param rate share from 0 up to, but not including, 1
 * @param blockSize rows and columns of a block; one number for both
 * @throws OptionError for another rate, or sizes that are no whole numbers from 1
 * @throws ShapeError in the network, where the input is no image or is smaller than a block
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), dropBlock(0.1, 5), flatten(), softmax(10));
 * ```
 */
export function dropBlock(
  rate: number,
  blockSize: Pair,
  options: { readonly name?: string } = {},
): Layer<'same', Images> {
  checkLayerOptions('dropBlock', options);
  checkRate('dropBlock(rate, blockSize)', rate, 'dropBlock(0.1, 7) drops about a tenth, in blocks of 7 × 7.');
  const block = toPair(blockSize, 'dropBlock blockSize');
  return layer({
    kind: 'drop-block',
    name: options.name,
    replayable: true,
    outputs: rate === 0 ? 'same' : 'numbers',
    settings: { rate, blockSize: block },
    outputShape: (inputShape, where) => {
      const [height, width] = imageShape(inputShape, where);
      const places = [height - block[0] + 1, width - block[1] + 1];
      checkFits(where, inputShape, places, block.join(' × '), 'an image', 'Take smaller blocks.');
      return inputShape;
    },
    forward: (x, _, context) => {
      if (!context.training || rate === 0) return x;
      const kept = keptValues(x.shape, rate, block, randomnessOf(context, 'dropBlock'));
      return mul(x, mul(kept, div(kept.size, maximum(sum(kept), 1))));
    },
  });
}

/** 0 in the blocks, 1 elsewhere. */
function keptValues(
  shape: readonly number[],
  rate: number,
  [rows, columns]: readonly [number, number],
  { key, counter }: LayerRandomness,
): Tensor {
  const [samples, height, width, channels] = shape as [number, number, number, number];
  const places = [height - rows + 1, width - columns + 1] as const;
  const chance = (rate * height * width) / (rows * columns * places[0] * places[1]);
  const seeds = equal(drop(fill([samples, ...places, channels], 1), chance, key, counter), 0);
  const around = (length: number): [number, number] => [Math.floor(length / 2), Math.floor((length - 1) / 2)];
  const centers = pad(cast(seeds, 'float32'), [[0, 0], around(rows), around(columns), [0, 0]]);
  return sub(1, maxPool(centers, { size: [rows, columns], strides: 1, padding: 'same' }));
}
