import { type KernelOf, NeutypeLogSoftmax } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 0.7;

/** Over the last axis. */
export const softmax: EngineKernel = {
  name: 'Softmax',
  run({ inputs, attrs, engine }) {
    const logits = inputs['logits']!;
    const axis = attrs['dim'] as number;
    if (axis !== -1 && axis !== logits.shape.length - 1) return undefined;
    return ofRows(engine, launch.softmax, logits);
  },
};

export const logSoftmax: EngineKernel<KernelOf<typeof NeutypeLogSoftmax>> = {
  name: NeutypeLogSoftmax.kernel,
  run: ({ inputs, engine }) => ofRows(engine, launch.logSoftmax, inputs.logits),
};

function ofRows(engine: CpuEngine, start: typeof launch.softmax, logits: TensorInfo): TensorInfo | undefined {
  const { shape } = logits;
  const size = util.sizeFromShape(shape);
  if (logits.dtype !== 'float32' || size === 0) return undefined;
  const columns = shape.at(-1) ?? 1;
  const rows = size / columns;
  const x = engine.pointer(logits);
  const y = engine.output(shape);
  const to = engine.pointer(y);
  start(engine, { x, y: to, rows, columns }).run(
    Math.min(rows, itemsFor(size)),
    size * NANOSECONDS_PER_ELEMENT,
  );
  return y;
}
