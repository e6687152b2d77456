import type { TypedArray } from '@neutype/ndarray';
import { rowCopier } from './rowCopier.js';
import type { Samples } from './samples.js';

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
    rowCopier(target, data, count * size)(0, start * size);
    return;
  }
  // What it returns is written over at once; a result that nobody takes would not be computed.
  target[0] = bringNear(data, size, order, start, count);
  const copyRow = rowCopier(target, data, size);
  for (let row = 0; row < count; row++) copyRow(row * size, (order[start + row] as number) * size);
}

/** Values from one of a row that is read ahead to the next, within a page of any type. */
const READ_AHEAD = 512;

/**
 * Reads some values of each row: rows of large data lie on pages that the processor has to look up, and it looks up several at
 * a time where it need not wait for what is done with the values. Narrow rows, such as targets, are fetched from memory together.
 */
function bringNear(data: TypedArray, size: number, order: Uint32Array, start: number, count: number): number {
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const from = (order[start + row] as number) * size;
    for (let at = from; at < from + size; at += READ_AHEAD) sum += data[at] as number;
  }
  return sum;
}
