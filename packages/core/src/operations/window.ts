/** How a window slides over an image. */
export interface WindowOptions {
  /** Distance between windows, one number or [height, width]. */
  readonly strides?: number | readonly [number, number];
  /** `valid` for none, `same` for as many outputs as inputs (per stride), or a number of pixels on each side. */
  readonly padding?: 'valid' | 'same' | number;
}

/** The same as tfjs's kernels take it. */
export interface KernelWindow {
  readonly strides: [number, number];
  readonly pad: KernelPadding;
}

type KernelPadding = 'valid' | 'same' | [number, number][];

/** One number for both directions, or one for each. */
export function pair(value: number | readonly [number, number]): [number, number] {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}

/**
 * Padding as tfjs's kernels take it. A number is spelled out for each side: with a number they would use the vertical
 * stride for the width too.
 */
export function kernelPadding(padding: 'valid' | 'same' | number): KernelPadding {
  if (typeof padding === 'string') return padding;
  if (padding === 0) return 'valid';
  const sides: [number, number] = [padding, padding];
  return [[0, 0], sides, sides, [0, 0]];
}
