import { DataError, ShapeError } from '@neutype/errors';
import {
  formatShape,
  isNdArray,
  type NdArray,
  type NestedNumbers,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';
import { copyOf } from '../support/copyOf.js';
import { addNoise } from './addNoise.js';
import { type Affine, drawAffine } from './affine.js';
import { cutOut } from './cutOut.js';
import { ElasticField } from './elasticField.js';
import { Normals } from './normals.js';
import { type AugmentOptions, checkAugmentOptions } from './options.js';
import { Resampler } from './resample.js';

/** Images of one gray level a pixel: 0 to 255, or real numbers. */
export type GrayImages = NdArray<Uint8Array> | NdArray<Uint8ClampedArray> | NdArray<Float32Array>;

/** Varied images: of the kind that came in, float32 for nested arrays. */
export type Varied<T extends GrayImages | NestedNumbers> = T extends NestedNumbers
  ? NdArray<Float32Array>
  : T;

/**
 * A function that gives randomly varied copies of images: shifted, rotated, scaled, sheared, elastically deformed, with
 * a square cut out, with noise. Each call goes on in the random numbers, so that every epoch sees other variations; the
 * same seed gives the same calls.
 *
 * @returns a function of images of shape [n, height, width], or [n, pixels] where they are square, that returns an array
 *   of the same shape and type; what comes in from outside an image is 0
 * @throws OptionError for options that cannot be; the function ShapeError for other shapes, and DataError for what is no
 *   array of bytes or float32
 *
 * @example
 * ```ts
 * const vary = augment({ shift: 2, rotate: 10, scale: [0.9, 1.1], elastic: { alpha: 34, sigma: 4 }, seed: 0 });
 * const varied = vary(images);
 * ```
 */
export function augment(
  options: AugmentOptions,
): <T extends GrayImages | NestedNumbers>(images: T) => Varied<T> {
  checkAugmentOptions(options);
  const source = random(options.seed ?? 0).split('augment');
  let calls = 0;
  return <T extends GrayImages | NestedNumbers>(images: T): Varied<T> => {
    const given = grayImages(images);
    const size = imageSize(given);
    const varied = copyOf(given);
    vary(varied.data, size, options, source.split(calls++));
    return varied as NdArray<TypedArray> as Varied<T>;
  };
}

/** Varies images in place. */
function vary(
  data: TypedArray,
  [height, width]: [number, number],
  options: AugmentOptions,
  draws: Random,
): void {
  const pixels = height * width;
  const floats = data instanceof Float32Array ? data : undefined;
  const to = floats ?? new Uint8Array(data.buffer);
  const clamped = floats ?? new Uint8ClampedArray(data.buffer);
  const resampler = movesAnything(options) ? new Resampler(height, width) : undefined;
  const field = options.elastic === undefined ? undefined : new ElasticField(height, width, options.elastic);
  const normals = options.noise === undefined ? undefined : new Normals(pixels);
  const affine: Affine = { xx: 1, xy: 0, yx: 0, yy: 1, x0: 0, y0: 0 };
  for (let offset = 0; offset < to.length; offset += pixels) {
    if (resampler !== undefined) {
      drawAffine(options, draws, affine);
      field?.draw(draws);
      resampler.move(to, offset, affine, field);
    }
    if (options.cutout !== undefined) cutOut(to, offset, height, width, options.cutout, draws);
    if (normals !== undefined) addNoise(clamped, offset, options.noise!, normals, draws);
  }
}

function grayImages(images: GrayImages | NestedNumbers): NdArray<TypedArray> {
  const array = toNdArray(images, 'augment, images');
  if (['uint8', 'uint8clamped', 'float32'].includes(array.dtype)) return array;
  throw new DataError({
    where: 'augment, images',
    expected: 'bytes or float32',
    received: array.dtype,
    ...(isNdArray(images) && { remedy: 'Take images.toFloat32().' }),
  });
}

function movesAnything({ shift, rotate, scale, shear, elastic }: AugmentOptions): boolean {
  return [shift, rotate, scale, shear, elastic].some((option) => option !== undefined);
}

function imageSize({ shape }: NdArray<TypedArray>): [height: number, width: number] {
  const [, height, width] = shape;
  if (shape.length === 3) return [height!, width!];
  const edge = Math.sqrt(height ?? 0.5);
  if (shape.length === 2 && Number.isInteger(edge)) return [edge, edge];
  throw new ShapeError({
    where: 'augment, images',
    expected: 'the shape [?, height, width], or [?, pixels] of square images',
    received: formatShape(shape),
  });
}
