import type { NdArray } from '@neutype/ndarray';
import { featuresOf } from './preparation.js';

/**
 * Brings every image to mean 0 and standard deviation 1 by its own numbers, in place; nothing is learned from other
 * images. As TensorFlow's `per_image_standardization`, the deviation counts as at least 1 / √pixels, so that an even
 * image does not become noise.
 *
 * @param x shape [n, …]
 * @returns x
 * @throws RangeError for data without rows
 *
 * @example
 * ```ts
 * const x = perImage(images.toFloat32());
 * ```
 */
export function perImage(x: NdArray<Float32Array>): NdArray<Float32Array> {
  const pixels = featuresOf(x, 'perImage');
  const least = 1 / Math.sqrt(pixels);
  for (let start = 0; start < x.data.length; start += pixels) {
    standardise(x.data.subarray(start, start + pixels), least);
  }
  return x;
}

function standardise(image: Float32Array, leastDeviation: number): void {
  let sum = 0;
  for (const value of image) sum += value;
  const mean = sum / image.length;
  let squares = 0;
  for (const value of image) squares += (value - mean) ** 2;
  const deviation = Math.max(Math.sqrt(squares / image.length), leastDeviation);
  for (let i = 0; i < image.length; i++) image[i] = (image[i]! - mean) / deviation;
}
