import { type KernelOf, NeutypeEmbeddingLookup } from '@neutype/core';
import { DataError } from '@neutype/errors';
import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import { fillAll } from '../elementwise/fill.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_BYTE = 0.1;
const NO_INDEX = -1;

/** Rows of a table by numbers in float32, each looked at: a replay that meets a wrong one throws as well. */
export const embeddingLookup: EngineKernel<KernelOf<typeof NeutypeEmbeddingLookup>> = {
  name: NeutypeEmbeddingLookup.kernel,
  run({ inputs: { table, indices }, attrs: { where }, engine }) {
    if (!areFloat32(table, indices)) return undefined;
    const [limit, length] = table.shape as [number, number];
    const count = util.sizeFromShape(indices.shape);
    const shape = [...indices.shape, length];
    if (count * length === 0) return engine.output(shape);
    const x = engine.pointer(table);
    const at = engine.pointer(indices);
    const rows = engine.output(shape);
    const y = engine.pointer(rows);
    const wrong = engine.temporary(8);
    const rowBytes = length * 4;
    fillAll(engine, wrong.address, 1, NO_INDEX, 'int32');
    launch
      .gatherNumberedRows(engine, { x, indices: at, y, wrong: wrong.address, count, rowBytes, limit })
      .run(Math.min(count, itemsFor(count * length)), count * rowBytes * NANOSECONDS_PER_BYTE);
    engine.check(NeutypeEmbeddingLookup.kernel, wrong, () => {
      const [position] = engine.view(wrong, 1, 'int32');
      if (position === NO_INDEX) return;
      const [, index] = engine.view(wrong, 2, 'float32');
      throw wrongIndex(where, limit, index!, placeOf(position!, indices.shape));
    });
    engine.free(wrong);
    return rows;
  },
};

function wrongIndex(where: string, limit: number, index: number, place: readonly number[]): DataError {
  return new DataError({
    where,
    expected: `whole numbers from 0 to ${limit - 1}, the rows of its table`,
    received: `${index} at [${place.join(', ')}] of a batch`,
  });
}

/** Where the element of this number stands. */
function placeOf(position: number, shape: readonly number[]): number[] {
  let left = position;
  return shape
    .toReversed()
    .map((length) => {
      const at = left % length;
      left = Math.floor(left / length);
      return at;
    })
    .reverse();
}
