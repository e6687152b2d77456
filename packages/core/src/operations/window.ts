/** How a window slides over an image. */
export interface WindowOptions {
  /** Distance between windows, one number or [height, width]. */
  readonly strides?: number | readonly [number, number];
  /** `valid` by default. */
  readonly padding?: WindowPadding;
}

/**
 * `valid` for none; `same` for as many outputs as inputs (per stride); a number of pixels on each side, or one for
 * height and one for width, each of which may be two: `[[top, bottom], [left, right]]`.
 */
export type WindowPadding = 'valid' | 'same' | number | readonly [SidePadding, SidePadding];

type SidePadding = number | readonly [before: number, after: number];

/** The same as tfjs's kernels take it. */
export interface KernelWindow {
  readonly strides: [number, number];
  readonly pad: KernelPadding;
}

export type KernelPadding = 'valid' | 'same' | [number, number][];

/** One number for both directions, or one for each. */
export function pair(value: number | readonly [number, number]): [number, number] {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}

/**
 * Padding as tfjs's kernels take it. A number is spelled out for each side: with a number they would use the vertical
 * stride for the width too.
 */
export function kernelPadding(padding: WindowPadding): KernelPadding {
  if (typeof padding === 'string') return padding;
  const [rows, columns] = typeof padding === 'number' ? [padding, padding] : padding;
  const sides = [pair(rows), pair(columns)];
  return sides.flat().every((pixels) => pixels === 0) ? 'valid' : [[0, 0], ...sides, [0, 0]];
}
