import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 2.5;

/** Over the last axis. */
export const softmax: EngineKernel = {
  name: 'Softmax',
  run({ inputs, attrs, engine }) {
    const logits = inputs['logits']!;
    const { shape } = logits;
    const axis = attrs['dim'] as number;
    const size = util.sizeFromShape(shape);
    if (logits.dtype !== 'float32' || size === 0 || (axis !== -1 && axis !== shape.length - 1))
      return undefined;
    const columns = shape.at(-1) ?? 1;
    const rows = size / columns;
    const x = engine.pointer(logits);
    const y = engine.output(shape);
    const to = engine.pointer(y);
    launch
      .softmax(engine, { x, y: to, rows, columns })
      .run(Math.min(rows, itemsFor(size, 4)), size * NANOSECONDS_PER_ELEMENT);
    return y;
  },
};
