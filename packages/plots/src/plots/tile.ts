import type { Matrix } from '../arrays/matrix.js';
import { extentOf, shareBetween } from '../arrays/values.js';
import type { Colormap, Tile } from '../description.js';

/** What the two ends of a color map stand for. */
export type Range = readonly [number, number];

/** A tile from pixel values; what is not finite is drawn as the lowest level. */
export function tileOf(image: Matrix, range: Range, colormap: Colormap, caption?: string): Tile {
  const [low, high] = range;
  const levels = Array.from(image.data, (value) =>
    Number.isFinite(value) ? Math.round(Math.min(1, Math.max(0, shareBetween(value, low, high))) * 255) : 0,
  );
  const tile = { rows: image.rows, columns: image.columns, levels, colormap };
  return caption === undefined ? tile : { ...tile, caption };
}

/** From the least to the greatest value, as matplotlib's `imshow` scales a picture. */
export function fullRange(values: ArrayLike<number>): Range {
  return extentOf(values) ?? [0, 1];
}

/** From the least to the greatest value of several pictures. */
export function rangeOfAll(images: readonly Matrix[]): Range {
  return fullRange(images.flatMap(({ data }) => [...fullRange(data)]));
}

/** Round zero, so that the middle of a diverging color map means zero. */
export function symmetricRange(values: ArrayLike<number>): Range {
  const [low, high] = fullRange(values);
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [-size, size];
}
