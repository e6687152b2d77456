import type { TypedArray } from './dtype.js';
import { sizeOf } from './shape.js';

/** Copies `source`, of this shape, with its axes in this order. */
export function copyTransposed(
  source: TypedArray,
  shape: readonly number[],
  order: readonly number[],
  target: TypedArray,
): void {
  const strides = order.map((axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = order.map((axis) => shape[axis]!);
  let written = 0;
  function copy(depth: number, from: number): void {
    if (depth === sizes.length) {
      target[written++] = source[from]!;
      return;
    }
    for (let i = 0; i < sizes[depth]!; i++) copy(depth + 1, from + i * strides[depth]!);
  }
  if (target.length > 0) copy(0, 0);
}
