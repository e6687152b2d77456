import type { PlacedLayer } from '@neutype/layers';
import type { Attributes } from '../attributes.js';
import { countsOf, type Sides, sidesOf } from '../settings.js';

/** How a window slides, an entry for each axis. */
export interface SlidingWindow {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly Sides[];
}

/** The window of a layer, with its padding in numbers. */
export function slidingWindow(layer: PlacedLayer): SlidingWindow {
  const sizes = layer.inputShape.slice(0, -1);
  const size = countsOf(layer, 'size', sizes.length);
  const stride = countsOf(layer, 'stride', sizes.length, 1);
  const dilation = countsOf(layer, 'dilation', sizes.length, 1);
  return { size, stride, dilation, padding: paddingOf(layer, { size, stride, dilation }, sizes) };
}

function paddingOf(
  layer: PlacedLayer,
  { size, stride, dilation }: Omit<SlidingWindow, 'padding'>,
  sizes: readonly number[],
): readonly Sides[] {
  const reach = size.map((length, axis) => (length - 1) * (dilation[axis] as number) + 1);
  const { padding = 'valid' } = layer.settings;
  if (padding === 'valid') return size.map((): Sides => [0, 0]);
  if (padding === 'causal') return reach.map((length): Sides => [length - 1, 0]);
  if (padding !== 'same') return sidesOf(layer, 'padding', sizes.length);
  return sizes.map((length, axis) => {
    const step = stride[axis] as number;
    return halves((Math.ceil(length / step) - 1) * step + (reach[axis] as number) - length);
  });
}

/** So much, shared between both sides; the second gets the odd one, as in TensorFlow. */
export function halves(total: number): Sides {
  const before = Math.floor(Math.max(total, 0) / 2);
  return [before, Math.max(total, 0) - before];
}

/** A window as attributes. */
export function windowAttributes({ size, stride, dilation, padding }: SlidingWindow): Attributes {
  return {
    kernel_shape: size,
    strides: stride,
    pads: padsOf(padding),
    dilations: dilation.some((distance) => distance > 1) ? dilation : undefined,
  };
}

/** Those before all axes, then those after them, as ONNX lists them. */
export function padsOf(padding: readonly Sides[]): readonly number[] {
  return [...padding.map(([before]) => before), ...padding.map(([, after]) => after)];
}
