import { checkNumber, checkOptions, optionNames, ShapeError } from '@neutype/errors';
import { formatShape, type NdArray } from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';
import { checkSeed } from '../support/checkSeed.js';
import { drawBeta } from './beta.js';
import { type Blend, blendable, blendRows } from './blendable.js';

export interface CutmixOptions {
  /** How sizes are distributed, above 0: the share that stays is drawn from Beta(alpha, alpha). 1: all are as likely. */
  readonly alpha?: number | undefined;
  /** Which sizes, places and partners. 0. */
  readonly seed?: number | undefined;
}

const OPTIONS = optionNames<CutmixOptions>({ alpha: true, seed: true });

/**
 * A function that pastes a rectangle of another image of the batch into each image, at one place a batch, and mixes targets
 * by the areas.
 *
 * S. Yun et al., "CutMix: regularization strategy to train strong classifiers with localizable features", 2019.
 *
 * @returns a function of `[x, y]`: images `[n, height, width]`, with channels behind or `[n, pixels]` where they are square,
 *   and one-hot rows; its arrays are float32 and new
 * @throws OptionError for options that cannot be; the function ShapeError for other shapes, class numbers and unequal lengths
 *
 * @example
 * ```ts
 * const mix = cutmix({ seed: 0 });
 * await optimizer.train(mapBatches(batches(images, oneHot(labels)), mix), { epochs: 20 });
 * ```
 */
export function cutmix(options: CutmixOptions = {}): Blend {
  checkOptions('cutmix', options, OPTIONS);
  const { alpha = 1, seed = 0 } = options;
  checkNumber('cutmix, alpha', alpha, { above: 0 });
  checkSeed('cutmix', seed);
  const source = random(seed).split('cutmix');
  return (batch) => {
    const { x, y, count } = blendable(batch, 'cutmix');
    const size = imageSize(x);
    const box = drawBox(size, drawBeta(alpha, source), source);
    const partners = source.permutation(count);
    paste(x, size, box, partners);
    const area = (box.bottom - box.top) * (box.right - box.left);
    blendRows(y, partners, 1 - area / (size.height * size.width));
    return [x, y];
  };
}

interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A box of the image's proportions around a random pixel; what would lie outside is cut off. */
function drawBox({ height, width }: ImageSize, staying: number, source: Random): Box {
  const edge = Math.sqrt(1 - staying);
  const [top, bottom] = drawSpan(height, edge, source);
  const [left, right] = drawSpan(width, edge, source);
  return { top, bottom, left, right };
}

function drawSpan(length: number, share: number, source: Random): [from: number, to: number] {
  const half = Math.floor((length * share) / 2);
  const middle = source.integer(length);
  return [Math.max(0, middle - half), Math.min(length, middle + half)];
}

function paste(
  { data }: NdArray<Float32Array>,
  { height, width, channels }: ImageSize,
  { top, bottom, left, right }: Box,
  partners: Uint32Array,
): void {
  const before = data.slice();
  const size = height * width * channels;
  for (const [image, partner] of partners.entries()) {
    for (let row = top; row < bottom; row++) {
      const [from, to] = [left, right].map((column) => (row * width + column) * channels) as [number, number];
      data.set(before.subarray(partner * size + from, partner * size + to), image * size + from);
    }
  }
}

interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function imageSize({ shape }: NdArray<Float32Array>): ImageSize {
  const [, height = 0, width = 0, channels = 1] = shape;
  if (shape.length === 3 || shape.length === 4) return { height, width, channels };
  const edge = Math.sqrt(height);
  if (shape.length === 2 && Number.isInteger(edge)) return { height: edge, width: edge, channels: 1 };
  throw new ShapeError({
    where: 'cutmix, x',
    expected: 'the shape [?, height, width], [?, height, width, channels], or [?, pixels] of square images',
    received: formatShape(shape),
  });
}
