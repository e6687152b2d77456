import type { TypedArray } from '@neutype/ndarray';

/** What a step must have room for, beside the number of samples: shapes in one sample. */
export interface Layout {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly isWeighted: boolean;
}

/** Writes all values to where a step reads them, sample after sample. */
export type Write = (target: TypedArray) => void;

/** Some samples, and their targets and weights where there are any. */
export interface Batch {
  /** How many samples. */
  readonly rows: number;
  readonly layout: Layout;
  readonly inputs: readonly Write[];
  readonly targets: readonly Write[];
  /** Writes what part each sample has in the mean: all parts sum to 1, or are 0 where the weights are. */
  readonly weights?: Write;
  /** What the batch counts in a mean over batches: the sum of its samples' weights, or their number. */
  readonly weight: number;
  /** Called once everything has been written: what it was written from may then change. */
  taken?(): void;
}
