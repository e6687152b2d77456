import { NdArray } from '@neutype/ndarray';
import { batchesOf } from '../data/batches.js';
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
  let written = 0;
  for (const batch of batchesOf({ x }, batchSize)) {
    outputs.set(await steps.run(batch).data<'float32'>(), written);
    written += batch.rows * size;
    if (breath.due) await breath.take();
  }
  return new NdArray(outputs, [x.count, ...outputShape]);
};
