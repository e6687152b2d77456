import type { ArrayInput } from '@neutype/ndarray';
import type { Data } from './namedArrays.js';

/** A batch: samples, their targets, and what each sample counts where that is not the same for all. */
export type SourceBatch =
  | readonly [x: Data, y: Data, sampleWeight?: ArrayInput]
  | { readonly x: Data; readonly y: Data; readonly sampleWeight?: ArrayInput };

/** Batches, one after the other: what `batches` and `streamBatches` give, an array of them, a generator, a stream. */
export type SourceBatches = Iterable<SourceBatch> | AsyncIterable<SourceBatch>;

/**
 * Data that come batch by batch: batches that can be gone through again and again, or a function that gives those of each
 * epoch. A generator, which can be gone through once, is enough for one epoch, or for several of `updatesPerEpoch`.
 */
export type BatchSource = SourceBatches | ((epoch: number) => SourceBatches | Promise<SourceBatches>);

export function isBatchSource(value: unknown): value is BatchSource {
  if (typeof value === 'function') return true;
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

/** Whether it can be gone through only once, as generators and streams can. */
export function isOneShot(source: BatchSource): boolean {
  return typeof source === 'object' && 'next' in source;
}
