import { ShapeError } from '@neutype/errors';
import { formatShape, sizeOf } from '@neutype/ndarray';
import { ensureBackend } from './backends/registry.js';
import { Breath } from './breath.js';
import type { Model } from './model.js';
import { predictionRuns } from './predictionRuns.js';

/** Numbers of which ranges can be viewed: any typed array. */
export interface PackedNumbers {
  readonly length: number;
  subarray(start: number, end: number): ArrayLike<number>;
}

/** Options of `predictModel`. */
export interface PredictModelOptions {
  /** Samples computed at a time. 128. */
  readonly batchSize?: number;
}

/**
 * A model's outputs for any number of samples, computed batch by batch. It never keeps the event loop busy for much
 * longer than 10 ms or one batch.
 *
 * A backend that records steps replays the model's where batches of one size come again, as they do in a server: a few buffers
 * are then kept until the model is gone, or `forgetPredictions` frees them.
 *
 * This is the loop below `network.predict` and `optimizer.predict`, which check arrays first. It takes and returns
 * bare numbers.
 *
 * @param samples the values of `n` samples `[...inputShape]`, one after another, already checked
 * @returns the values of `n` outputs `[...outputShape]`
 * @throws ShapeError if the model's outputs do not have its `outputShape`
 *
 * @example
 * ```ts
 * const model = input(2).to(softmax(3));
 * model.initialize(random(0));
 * const probabilities = await predictModel(model, Float32Array.of(0.5, 1, 2, 0)); // 2 samples, 6 numbers
 * ```
 */
export async function predictModel(
  model: Model,
  samples: PackedNumbers,
  { batchSize = 128 }: PredictModelOptions = {},
): Promise<Float32Array> {
  const inputSize = sizeOf(model.inputShape);
  const count = samples.length / inputSize;
  const outputs = new Float32Array(count * sizeOf(model.outputShape));
  const breath = new Breath();
  const runs = predictionRuns(model);
  let written = 0;
  await ensureBackend();
  for (let start = 0; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    const values = samples.subarray(start * inputSize, (start + rows) * inputSize);
    const computed = await runs.run({ rows, values }, breath);
    checkOutputs(computed, model, rows);
    outputs.set(computed, written);
    written += computed.length;
    if (breath.due) await breath.take();
  }
  return outputs;
}

function checkOutputs(values: Float32Array, { outputShape }: Model, rows: number): void {
  if (values.length === rows * sizeOf(outputShape)) return;
  throw new ShapeError({
    where: 'predict',
    expected: `outputs of shape ${formatShape([rows, ...outputShape])}, as the model’s outputShape says`,
    received: `${values.length} values`,
  });
}
