import {
  add,
  cast,
  equal,
  expandDims,
  gather,
  greaterEqual,
  less,
  logicalAnd,
  reshape,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { scatterRows } from '../gradients/indexing.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export interface EmbeddingLookupAttrs {
  /** Whose lookup it is, for messages. */
  readonly where: string;
}

/**
 * rows[i] = table[indices[i]]. An index that is no whole number from 0 to V - 1 gives a row of NaN; a kernel that can tell
 * throws.
 */
export const NeutypeEmbeddingLookup: Operation<
  { table: Tensor; indices: Tensor },
  'rows',
  EmbeddingLookupAttrs
> = {
  name: 'embeddingLookup',
  kernel: 'NeutypeEmbeddingLookup',
  inputs: {
    table: { shape: ['V', 'S'] },
    indices: { shape: ['...'], converts: true, constant: true, whole: true, from: 0, to: 5 },
  },
  outputs: { rows: ['...', 'S'] },
  examples: [{ where: 'embedding' }],
  lengths: { V: 5, S: 3 },
  compose({ table, indices }) {
    const rounded = cast(indices, 'int32');
    const isWithin = logicalAnd(greaterEqual(indices, 0), less(indices, table.shape[0]!));
    const isRow = logicalAnd(isWithin, equal(cast(rounded, 'float32'), indices));
    const rows = gather(table, where(isRow, rounded, zerosLike(rounded)));
    return { rows: add(rows, expandDims(where(isRow, zerosLike(indices), Number.NaN), -1)) };
  },
  gradient: {
    saves: ['table', 'indices'],
    take: (drows, { table, indices }) => ({
      table: () => {
        const rows = reshape(drows, [indices.size, table.shape[1]!]);
        return scatterRows(rows, table, cast(reshape(indices, [indices.size]), 'int32'), { axis: 0 });
      },
    }),
  },
};

/**
 * Rows of a table by their numbers. Their gradients add up where a number comes several times, in the same order on any
 * number of threads.
 *
 * @param table [V, S]
 * @param indices any shape; whole numbers from 0 to V - 1, of any type
 * @param attrs `where`, whose lookup it is, for messages
 * @returns [..., S]
 * @throws ShapeError
 * @throws DataError on the CPU engine for another index; elsewhere its row is NaN
 *
 * @example
 * ```ts
 * const table = tensor2d([[1, 2], [3, 4]]);
 * embeddingLookup(table, tensor1d([1, 0, 1]), { where: 'lookup' }).print(); // [[3, 4], [1, 2], [3, 4]]
 * ```
 */
export function embeddingLookup(table: Tensor, indices: Tensor, attrs: EmbeddingLookupAttrs): Tensor {
  return runOperation(NeutypeEmbeddingLookup, { table, indices }, attrs).rows;
}
