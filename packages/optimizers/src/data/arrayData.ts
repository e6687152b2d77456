import type { Random } from '@neutype/random';
import { arrayBatches } from './arrayBatches.js';
import type { BatchedData, EpochOfBatches } from './batchedData.js';
import type { Pairs } from './pairs.js';

/** How arrays are dealt out. */
export interface Dealing {
  /** Samples a batch. */
  readonly batchSize: number;
  /** Leaves a last batch out that is smaller than the others. */
  readonly dropsLast?: boolean;
  /** What the order of each epoch is drawn from. Samples come as they lie without. */
  readonly shuffling?: Random | undefined;
}

/** Data in arrays. */
export class ArrayData implements BatchedData {
  readonly arrays: Pairs;
  readonly samples: number;
  readonly batchSize: number;
  readonly updates: number;
  readonly #shuffling: Random | undefined;

  constructor(arrays: Pairs, { batchSize, dropsLast = false, shuffling }: Dealing) {
    this.arrays = arrays;
    this.batchSize = Math.min(batchSize, arrays.count);
    this.samples = arrays.count - (dropsLast ? arrays.count % this.batchSize : 0);
    this.updates = Math.ceil(this.samples / this.batchSize);
    this.#shuffling = shuffling;
  }

  get seen(): Pairs {
    return this.arrays;
  }

  open(epoch: number, skipped: number = 0): EpochOfBatches {
    const order = this.#orderOf(epoch);
    const batches = arrayBatches(this.arrays, this.batchSize, order, this.samples, skipped);
    return { next: () => batches.next().value as ReturnType<EpochOfBatches['next']>, close: () => {} };
  }

  close(): void {}

  /** The order in which an epoch takes the samples; undefined for the one in which they lie. */
  #orderOf(epoch: number): Uint32Array | undefined {
    const { rows, count } = this.arrays;
    const order = this.#shuffling?.split(epoch).permutation(count);
    return order && rows ? order.map((place) => rows[place] as number) : (order ?? rows);
  }
}
