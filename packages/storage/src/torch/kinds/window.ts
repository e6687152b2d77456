import type { Taken } from '../translation.js';

/** Before and after. */
export type Around = readonly [before: number, after: number];

/** How a window moves over images or sequences, a number for each of their axes. */
export interface Window {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** `undefined` for `'same'`. */
  readonly padding: readonly Around[] | undefined;
  /** What the padding is for this input. */
  readonly around: readonly Around[];
}

/** The window of a layer, whichever way its settings say it. */
export function windowOf({ settings, shape }: Pick<Taken, 'settings' | 'shape'>, isPooling = false): Window {
  const axes = shape.length - 1;
  const size = each(settings['size'], axes);
  const stride = each(settings['stride'] ?? (isPooling ? size : 1), axes);
  const dilation = each(settings['dilation'] ?? 1, axes);
  const padding = paddingOf(settings['padding'] ?? 'valid', size, dilation);
  const around =
    padding ?? size.map((length, axis) => same(shape[axis]!, length, stride[axis]!, dilation[axis]!));
  return { size, stride, dilation, padding, around };
}

/** A number for each axis. */
export function each(value: unknown, axes: number): readonly number[] {
  return Array.isArray(value) ? (value as readonly number[]) : new Array<number>(axes).fill(value as number);
}

function paddingOf(
  padding: unknown,
  size: readonly number[],
  dilation: readonly number[],
): readonly Around[] | undefined {
  if (padding === 'same') return undefined;
  if (padding === 'valid') return size.map(() => [0, 0]);
  if (padding === 'causal') return [[(size[0]! - 1) * dilation[0]!, 0]];
  if (typeof padding === 'number') return size.map(() => [padding, padding]);
  const sides = padding as readonly (number | Around)[];
  if (size.length === 1 && sides.length === 2) return [sides as unknown as Around];
  return sides.map((side) => (typeof side === 'number' ? [side, side] : side));
}

/** What `'same'` adds, the odd one at the end. */
function same(length: number, size: number, stride: number, dilation: number): Around {
  const reach = (size - 1) * dilation + 1;
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + reach - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** The padding as one number an axis, where it is the same on both sides. */
export function evenPadding(around: readonly Around[]): readonly number[] | undefined {
  return around.every(([before, after]) => before === after) ? around.map(([before]) => before) : undefined;
}

/** As `F.pad` takes it: the last axis first. */
export function padOrder(around: readonly Around[]): readonly number[] {
  return [...around].reverse().flat();
}
