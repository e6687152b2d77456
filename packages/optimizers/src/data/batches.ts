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

/** How many batches there are; the last one may be smaller. */
export const batchCount = (samples: Samples, batchSize: number): number =>
  Math.ceil(samples.count / batchSize);

/** All samples, `batchSize` at a time: those that `order` names one after the other, or as they lie. */
export function* batchesOf(
  { x, y }: { readonly x: Samples; readonly y?: Samples },
  batchSize: number,
  order?: Uint32Array,
): Generator<Batch> {
  for (let start = 0; start < x.count; start += batchSize) {
    const rows = Math.min(batchSize, x.count - start);
    yield {
      rows,
      x: (target) => gather(target, x, start, rows, order),
      ...(y && { y: (target: TypedArray) => gather(target, y, start, rows, order) }),
    };
  }
}
