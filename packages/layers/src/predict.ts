import { Breath, ensureBackend, type Model } from '@neutype/core';
import { checkCount, checkOptions, ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, NdArray, type TypedArray } from '@neutype/ndarray';
import { tensor } from '@tensorflow/tfjs-core';
import { type Samples, toSamples } from './samples.js';
import { elementCount, type Shape } from './shape.js';

/** Options of `predict`. */
export interface PredictOptions {
  /** Samples computed at a time. 128. */
  readonly batchSize?: number;
}

/** Some of the samples, to be written to where they are computed from. */
export interface SampleBatch {
  /** How many. */
  readonly rows: number;
  /** Writes their values, one sample behind the other; `target` holds as many. */
  x(target: TypedArray): void;
}

/** Computes a model's outputs for a batch: their values, one sample behind the other. */
export type ComputeBatch = (batch: SampleBatch) => Promise<Float32Array>;

/**
 * What a model gives for samples, computed batch by batch. Others may run every 50 ms or so, however many there are.
 *
 * `network.predict` and `optimizer.predict` are this function.
 *
 * @param x samples `[n, ...inputShape]` of any dtype, or a single one `[...inputShape]`
 * @param compute what computes a batch, where there is a faster way than the model's `forward`
 * @returns `[n, ...outputShape]`
 * @throws ShapeError, DataError for samples that do not fit, NaN and infinity included
 *
 * @example
 * ```ts
 * const probabilities = await predict(model, [[0.5, 1], [2, 0]], { batchSize: 256 });
 * ```
 */
export async function predict(
  model: Model,
  x: ArrayInput,
  options: PredictOptions = {},
  compute: ComputeBatch = forwardOf(model),
): Promise<NdArray> {
  checkOptions('predict', options, ['batchSize']);
  const { batchSize = 128 } = options;
  checkCount('predict, batchSize', batchSize);
  const samples = toSamples(x, model.inputShape, 'predict');
  const outputs = new Float32Array(samples.count * elementCount(model.outputShape));
  const breath = new Breath();
  let written = 0;
  await ensureBackend();
  for (const batch of batchesOf(samples, batchSize)) {
    const values = await compute(batch);
    checkSize(values, [batch.rows, ...model.outputShape]);
    outputs.set(values, written);
    written += values.length;
    if (breath.due) await breath.take();
  }
  return new NdArray(outputs, [samples.count, ...model.outputShape]);
}

function checkSize(values: Float32Array, shape: Shape): void {
  if (values.length === elementCount(shape)) return;
  throw new ShapeError({
    where: 'predict',
    expected: `outputs of shape ${formatShape(shape)}, as the model’s outputShape says`,
    received: `${values.length} values`,
  });
}

function* batchesOf({ data, count, size }: Samples, batchSize: number): Generator<SampleBatch> {
  for (let start = 0; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    yield { rows, x: (target) => target.set(data.subarray(start * size, (start + rows) * size)) };
  }
}

function forwardOf(model: Model): ComputeBatch {
  return async ({ rows, x }) => {
    const values = new Float32Array(rows * elementCount(model.inputShape));
    x(values);
    const batch = tensor(values, [rows, ...model.inputShape]);
    try {
      const output = model.forward(batch, { training: false });
      try {
        return await output.data<'float32'>();
      } finally {
        output.dispose();
      }
    } finally {
      batch.dispose();
    }
  };
}
