import { Breath, ensureBackend } from '@neutype/core';
import { ShapeError } from '@neutype/errors';
import { formatShape, NdArray, sizeOf } from '@neutype/ndarray';
import type { Tensor } from '@tensorflow/tfjs-core';
import { arrayBatches } from '../data/arrayBatches.js';
import type { OutputPort } from '../data/ports.js';
import type { Samples } from '../data/samples.js';
import type { BatchRuns } from '../update/batchRuns.js';

/** How samples are predicted. */
export interface Predicting {
  /** Samples computed at a time. */
  readonly batchSize: number;
  /** Waits until parameters have values; also while others run who may dispose of them. */
  readonly prepare: () => Promise<void>;
}

/**
 * A model's outputs for any number of samples, computed batch by batch.
 *
 * @returns an array for each output
 * @throws ShapeError where outputs do not have their shape
 */
export async function predictSamples(
  runs: BatchRuns,
  inputs: readonly Samples[],
  ports: readonly OutputPort[],
  { batchSize, prepare }: Predicting,
): Promise<readonly NdArray[]> {
  const { count } = inputs[0] as Samples;
  const outputs = ports.map(
    ({ shape }) => new NdArray(new Float32Array(count * sizeOf(shape)), [count, ...shape]),
  );
  const breath = new Breath();
  let done = 0;
  await ensureBackend();
  for (const batch of arrayBatches({ inputs, targets: [], count }, batchSize)) {
    await prepare();
    await runs.inTurn(batch, breath, async (computed) => {
      for (const [index, output] of outputs.entries()) {
        const size = sizeOf(output.shape.slice(1));
        const values = await (computed[index] as Tensor).data<'float32'>();
        if (values.length !== batch.rows * size) throw wrongSize(batch.rows, output, values);
        output.data.set(values, done * size);
      }
    });
    done += batch.rows;
    if (done < count && breath.due) await breath.take();
  }
  return outputs;
}

function wrongSize(rows: number, { shape: [, ...shape] }: NdArray, values: Float32Array): ShapeError {
  return new ShapeError({
    where: 'predict',
    expected: `outputs of shape ${formatShape([rows, ...shape])}, as the model’s outputShape says`,
    received: `${values.length} values`,
  });
}
