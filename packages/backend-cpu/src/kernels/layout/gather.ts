import { DataError } from '@neutype/errors';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { bytesPerElement } from '../../engine/tensorData.js';
import * as launch from '../../generated/launch.js';
import { fillAll } from '../elementwise/fill.js';
import { itemsFor } from '../work.js';
import { isCopied } from './slice.js';

const NANOSECONDS_PER_BYTE = 0.1;
const NO_INDEX = -1;

/** Rows of a tensor by number: the first axis, no batch dimensions. */
export const gatherRows: EngineKernel = {
  name: 'GatherV2',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const indices = inputs['indices']!;
    const axis = util.parseAxisParam(attrs['axis'] as number, x.shape)[0];
    const plain = axis === 0 && ((attrs['batchDims'] as number | undefined) ?? 0) === 0;
    if (!plain || indices.dtype !== 'int32' || !isCopied(x.dtype)) return undefined;
    const shape = [...indices.shape, ...x.shape.slice(1)];
    const count = util.sizeFromShape(indices.shape);
    const bytes = util.sizeFromShape(x.shape.slice(1)) * bytesPerElement(x.dtype);
    if (count === 0 || bytes === 0) return undefined;
    const from = engine.pointer(x);
    const at = engine.pointer(indices);
    const y: TensorInfo = engine.output(shape, x.dtype);
    const to = engine.pointer(y);
    const wrong = engine.temporary(8);
    fillAll(engine, wrong.address, 1, NO_INDEX, 'int32');
    launch
      .gatherRows(engine, {
        x: from,
        indices: at,
        y: to,
        wrong: wrong.address,
        count,
        rowBytes: bytes,
        limit: x.shape[0]!,
      })
      .run(Math.min(count, itemsFor((count * bytes) / 4)), count * bytes * NANOSECONDS_PER_BYTE);
    engine.check('GatherV2', wrong, () => {
      const [position, value] = engine.view(wrong, 2, 'int32');
      if (position === NO_INDEX) return;
      throw new DataError({
        where: 'gather',
        expected: `index values from 0 to ${x.shape[0]! - 1}, the rows of x [${x.shape}]`,
        received: `${value} at position ${position} of indices [${indices.shape}]`,
      });
    });
    engine.free(wrong);
    return y;
  },
};
