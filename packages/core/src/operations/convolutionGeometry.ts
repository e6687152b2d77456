import { slice, type Tensor } from '@tensorflow/tfjs-core';
import { withoutZeros, zerosBetween } from '../gradients/zerosBetween.js';
import { type KernelWindow, kernelPadding, pair, type WindowOptions } from './window.js';

/** How filters lie on an image. */
export interface ConvolutionOptions extends WindowOptions {
  /** Distance between a filter's taps, one number or [height, width]. */
  readonly dilations?: number | readonly [number, number];
}

/** The same as kernels take it. */
export interface ConvolutionAttrs extends KernelWindow {
  readonly dilations: [number, number];
}

export type Shape4D = [number, number, number, number];

export function convolutionAttrs({
  strides = 1,
  padding = 'valid',
  dilations = 1,
}: ConvolutionOptions): ConvolutionAttrs {
  return { strides: pair(strides), pad: kernelPadding(padding), dilations: pair(dilations) };
}

export function isDilated({ dilations }: ConvolutionAttrs): boolean {
  return dilations.some((dilation) => dilation > 1);
}

/** Of a dilated filter as the larger filter that it is. */
export function spreadShape(
  [height, width, ...channels]: readonly number[],
  dilations: [number, number],
): Shape4D {
  const spread = [(height! - 1) * dilations[0] + 1, (width! - 1) * dilations[1] + 1];
  return [...spread, ...channels] as Shape4D;
}

/** A dilated filter as the larger filter that it is, with zeros between its taps: most of tfjs's kernels know no others. */
export function spread(filter: Tensor, attrs: ConvolutionAttrs): Tensor {
  return isDilated(attrs) ? zerosBetween(filter, ...attrs.dilations) : filter;
}

/** The taps of a filter that was spread, which had this shape. */
export function gathered(filter: Tensor, shape: number[], attrs: ConvolutionAttrs): Tensor {
  return isDilated(attrs) ? withoutZeros(filter, shape, ...attrs.dilations) : filter;
}

/** What of a padded image is the image. */
export function withinPadding(
  image: Tensor,
  shape: readonly number[],
  padding: readonly (readonly [number, number])[],
): Tensor {
  return slice(
    image,
    padding.map(([before]) => before),
    [...shape],
  );
}
