import type { Batch } from './batch.js';
import type { Pairs } from './pairs.js';

/** The batches of one epoch, one after the other. */
export interface EpochOfBatches {
  /** The next one; nothing where there are no more. */
  next(): Batch | undefined | Promise<Batch | undefined>;
  /** Ends it, perhaps before its end. */
  close(): void | Promise<void>;
}

/** How far a source has been gone through. */
export interface SourcePosition {
  /** Passes through it that have ended, or were left. */
  readonly ended: number;
  /** Batches that the present pass has given; 0 where none is open. */
  readonly taken: number;
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
  /** Of a source, how far it has been gone through; it may be set before the first epoch. */
  position?: SourcePosition;
  /**
   * The batches of an epoch, which are to be closed before those of another are asked for.
   *
   * @param skipped how many are left out at the beginning, since they were seen before
   */
  open(epoch: number, skipped?: number): EpochOfBatches;
  /** Ends whatever is open across epochs. */
  close(): void | Promise<void>;
}
