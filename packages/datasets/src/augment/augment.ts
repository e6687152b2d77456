import { NdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { addNoise } from './addNoise.js';
import { type Affine, drawAffine } from './affine.js';
import { cutOut } from './cutOut.js';
import { ElasticField } from './elasticField.js';
import { Normals } from './normals.js';
import { type AugmentOptions, checkAugmentOptions } from './options.js';
import { Resampler } from './resample.js';

/** Images of one grey level a pixel: 0 to 255, or real numbers. */
export type GreyImages = NdArray<Uint8Array> | NdArray<Float32Array>;

/**
 * A function that gives randomly varied copies of images: shifted, rotated, scaled, sheared, elastically deformed, with
 * a square cut out, with noise. Each call goes on in the random numbers, so that every epoch sees other variations; the
 * same seed gives the same calls.
 *
 * @returns a function of images of shape [n, height, width], or [n, pixels] where they are square, that returns an array
 *   of the same shape and type; what comes in from outside an image is 0
 * @throws RangeError for options or shapes that cannot be
 *
 * @example
 * ```ts
 * const vary = augment({ shift: 2, rotate: 10, scale: [0.9, 1.1], elastic: { alpha: 34, sigma: 4 }, seed: 0 });
 * const varied = vary(images);
 * ```
 */
export function augment(options: AugmentOptions): <T extends GreyImages>(images: T) => T {
  checkAugmentOptions(options);
  const source = random(options.seed ?? 0).split('augment');
  let calls = 0;
  return <T extends GreyImages>(images: T): T => {
    const [height, width] = imageSize(images);
    const draws = source.split(calls++);
    const pixels = height * width;
    const to = images.data.slice() as Float32Array | Uint8Array;
    const clamped = to.BYTES_PER_ELEMENT === 1 ? new Uint8ClampedArray(to.buffer) : (to as Float32Array);
    const resampler = movesAnything(options) ? new Resampler(height, width) : undefined;
    const field =
      options.elastic === undefined ? undefined : new ElasticField(height, width, options.elastic);
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
    return new NdArray(to, images.shape) as unknown as T;
  };
}

function movesAnything({ shift, rotate, scale, shear, elastic }: AugmentOptions): boolean {
  return [shift, rotate, scale, shear, elastic].some((option) => option !== undefined);
}

function imageSize({ shape }: GreyImages): [height: number, width: number] {
  const [, height, width] = shape;
  if (shape.length === 3) return [height!, width!];
  const edge = Math.sqrt(height ?? 0.5);
  if (shape.length === 2 && Number.isInteger(edge)) return [edge, edge];
  throw new RangeError(
    `augment: expected images of shape [n, height, width], or square ones of shape [n, pixels], ` +
      `got [${shape.join(', ')}].`,
  );
}
