import type { Random } from '@neutype/random';

/**
 * Empties a square whose middle is at a random pixel; at the border a part of it lies outside. T. DeVries, G. W. Taylor,
 * "Improved regularization of convolutional neural networks with cutout", 2017.
 */
export function cutOut(
  images: Float32Array | Uint8Array,
  offset: number,
  height: number,
  width: number,
  edge: number,
  source: Random,
): void {
  const left = source.integer(width) - Math.floor(edge / 2);
  const top = source.integer(height) - Math.floor(edge / 2);
  const from = Math.max(0, left);
  const to = Math.min(width, left + edge);
  for (let row = Math.max(0, top); row < Math.min(height, top + edge); row++) {
    images.fill(0, offset + row * width + from, offset + row * width + to);
  }
}
