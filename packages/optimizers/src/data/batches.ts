import type { TypedArray } from '@neutype/ndarray';
import { gather } from './gather.js';
import type { Samples } from './samples.js';

/** Some samples, and their targets where there are any, to be written to where a step reads them. */
export interface Batch {
  /** How many samples. */
  readonly rows: number;
  x(target: TypedArray): void;
  y?(target: TypedArray): void;
}

/**
 * All samples, `batchSize` at a time: those that `order` names one after the other, or as they lie.
 *
 * @param count how many of them; all unless told otherwise
 */
export function* batchesOf(
  { x, y }: { readonly x: Samples; readonly y?: Samples },
  batchSize: number,
  order?: Uint32Array,
  count: number = x.count,
): Generator<Batch> {
  for (let start = 0; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    yield {
      rows,
      x: (target) => gather(target, x, start, rows, order),
      ...(y && { y: (target: TypedArray) => gather(target, y, start, rows, order) }),
    };
  }
}
