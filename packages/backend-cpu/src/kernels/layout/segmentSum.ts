import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';

const NANOSECONDS_PER_ELEMENT = 0.5;
/** What a thread takes to look at an id. */
const NANOSECONDS_PER_ID = 1;
const NANOSECONDS_PER_ITEM = 20_000;
/** Every item looks at all ids. */
const MOST_ITEMS = 16;

/** Sums of rows by number, as the gradient of gathered rows takes them. tfjs's own takes a few kernels for each segment. */
export const segmentSum: EngineKernel = {
  name: 'UnsortedSegmentSum',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const ids = inputs['segmentIds']!;
    const segments = attrs['numSegments'] as number;
    const count = x.shape[0] ?? 0;
    const shape = [segments, ...x.shape.slice(1)];
    const isPlain = x.dtype === 'float32' && ids.dtype === 'int32' && util.arraysEqual(ids.shape, [count]);
    if (!isPlain || util.sizeFromShape(x.shape) * util.sizeFromShape(shape) === 0) return undefined;
    const length = util.sizeFromShape(x.shape.slice(1));
    const from = engine.pointer(x);
    const at = engine.pointer(ids);
    const y = engine.output(shape);
    const to = engine.pointer(y);
    const nanoseconds = (count + segments) * length * NANOSECONDS_PER_ELEMENT + count * NANOSECONDS_PER_ID;
    const items = Math.min(segments, MOST_ITEMS, Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM));
    launch.segmentSum(engine, { x: from, ids: at, y: to, count, length, segments }).run(items, nanoseconds);
    return y;
  },
};
