import { featuresOf, type Prepared, prepare, type RowsToPrepare } from './preparation.js';

/**
 * Brings every image to mean 0 and standard deviation 1 by its own numbers, in place; nothing is learned from other
 * images. As TensorFlow's `per_image_standardization`, the deviation counts as at least 1 / √pixels, so that an even
 * image does not become noise. NaN is left out, and stays.
 *
 * @param x shape [n, …], float32 or float64; of nested arrays a new array is made
 * @returns x
 * @throws ShapeError for data without rows; DataError for integers, which cannot hold the result, and for infinite numbers
 *
 * @example
 * ```ts
 * const x = perImage(images.toFloat32());
 * ```
 */
export function perImage<X extends RowsToPrepare>(x: X): Prepared<X> {
  return prepare(x, 'perImage', (images) => {
    const pixels = featuresOf(images, 'perImage');
    const least = 1 / Math.sqrt(pixels);
    for (let start = 0; start < images.data.length; start += pixels) {
      standardize(images.data.subarray(start, start + pixels), least);
    }
  });
}

function standardize(image: Float32Array, leastDeviation: number): void {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of image) {
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  for (const value of image) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const deviation = Math.max(Math.sqrt(squares / count), leastDeviation);
  for (let i = 0; i < image.length; i++) image[i] = (image[i]! - mean) / deviation;
}
