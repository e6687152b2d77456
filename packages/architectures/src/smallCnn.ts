import { checkOptions } from '@neutype/errors';
import {
  type Block,
  batchNorm,
  conv2d,
  dropout,
  globalAvgPool,
  input,
  join,
  maxPool2d,
  type Network,
  relu,
  softmax,
} from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `smallCnn`. */
export interface SmallCnnOptions {
  /** `[height, width, channels]`; `[28, 28, 1]` by default. */
  readonly inputShape?: ImageShape;
  /** How many classes there are; 10 by default. */
  readonly classes?: number;
  /** Filters of each stage; max pooling halves the image between stages. `[32, 64, 128]` by default. */
  readonly filters?: readonly number[];
  /** Which part of the pooled values is dropped in training; 0.2 by default. */
  readonly dropout?: number;
}

/**
 * A small convolutional network as one builds it today, for images of some tens of pixels: stages of two convolutions with
 * batch normalization, and the mean over all places in the place of dense layers, so that it is light and does not mind
 * the size of the images.
 *
 * `[?, 28, 28, 1]` → `[?, 10]`, 288,170 parameters
 *
 * After Simonyan & Zisserman (VGG, 2014), with batch normalization (Ioffe & Szegedy, 2015) and global pooling (Lin, Chen &
 * Yan, "Network in Network", 2013).
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 * @throws ShapeError for images that are too small to be halved between stages
 *
 * @example
 * ```ts
 * const network = smallCnn();
 * const colors = smallCnn({ inputShape: [32, 32, 3], filters: [16, 32, 64, 128] });
 * ```
 */
export function smallCnn(options: SmallCnnOptions = {}): Network<ImageShape, readonly [number]> {
  checkOptions('smallCnn', options, ['classes', 'dropout', 'filters', 'inputShape']);
  const { inputShape = [28, 28, 1], classes = 10, filters = [32, 64, 128], dropout: rate = 0.2 } = options;
  const stages = filters.flatMap((count, index) => [...(index > 0 ? [maxPool2d(2)] : []), stage(count)]);
  const features = input(inputShape).to(...stages);
  return features.to(globalAvgPool(), dropout(rate), softmax(classes));
}

function stage(filters: number): Block {
  return join(normalized(filters), normalized(filters));
}

function normalized(filters: number): Block {
  return join(conv2d(filters, 3, { padding: 'same', bias: null }), batchNorm(), relu());
}
