import { NdArray } from '@neutype/ndarray';
import { gather } from '../data/gather.js';
import type { Samples } from '../data/samples.js';
import type { BatchSteps } from '../step/batchSteps.js';
import type { Breath } from './breathe.js';

/** The outputs for all samples, `[n, ...outputShape]`. */
export const predict = async (
  steps: BatchSteps,
  x: Samples,
  outputShape: readonly number[],
  batchSize: number,
  breath: Breath,
): Promise<NdArray> => {
  const size = outputShape.reduce((product, length) => product * length, 1);
  const outputs = new Float32Array(x.count * size);
  for (let start = 0; start < x.count; start += batchSize) {
    const rows = Math.min(batchSize, x.count - start);
    const output = steps.run(rows, { x: (target) => gather(target, x, start, rows) });
    outputs.set(await output.data<'float32'>(), start * size);
    if (breath.due) await breath.take();
  }
  return new NdArray(outputs, [x.count, ...outputShape]);
};
