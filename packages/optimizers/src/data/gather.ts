import type { TypedArray } from '@neutype/ndarray';
import type { Samples } from './samples.js';

/** From this many values a row is copied by the engine's own `set`, below by a loop that costs no call. */
const WIDE_ROW = 24;

/**
 * Copies samples into `target`: those that `order` names from `start` on, or, without an
 * order, the samples from `start` on as they lie. Values are converted to the target's type.
 */
export function gather(
  target: TypedArray,
  { data, size }: Samples,
  start: number,
  count: number,
  order?: Uint32Array,
): void {
  if (!order) {
    target.set(data.subarray(start * size, (start + count) * size));
    return;
  }
  for (let row = 0; row < count; row++) {
    const from = (order[start + row] as number) * size;
    copyRow(target, row * size, data, from, size);
  }
}

function copyRow(target: TypedArray, to: number, data: TypedArray, from: number, size: number): void {
  if (size >= WIDE_ROW) {
    target.set(data.subarray(from, from + size), to);
    return;
  }
  for (let column = 0; column < size; column++) target[to + column] = data[from + column] as number;
}
