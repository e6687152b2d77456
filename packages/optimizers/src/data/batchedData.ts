import type { Batch } from './batch.js';
import type { Pairs } from './pairs.js';

/** The batches of one epoch, one after the other. */
export interface EpochOfBatches {
  /** The next one; nothing where there are no more. */
  next(): Batch | undefined | Promise<Batch | undefined>;
  /** Ends it, perhaps before its end. */
  close(): void | Promise<void>;
}

/** What is trained on, or validated with, batch by batch: arrays, or what comes one batch after the other. */
export interface BatchedData {
  /** Samples an epoch, where that is known. */
  readonly samples: number | undefined;
  /** Samples a batch, where that is known. */
  readonly batchSize: number | undefined;
  /** Batches an epoch, where that is known. */
  readonly updates: number | undefined;
  /** Arrays, of which all was looked at before training. */
  readonly arrays?: Pairs;
  /** Samples to judge the data by: all of them in arrays, or those of the last batch that came. */
  readonly seen: Pairs | undefined;
  /** The batches of an epoch, which are to be closed before those of another are asked for. */
  open(epoch: number): EpochOfBatches;
  /** Ends whatever is open across epochs. */
  close(): void | Promise<void>;
}
