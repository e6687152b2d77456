import { type Model, predictModel } from '@neutype/core';
import { checkCount, checkOptions } from '@neutype/errors';
import { type ArrayInput, NdArray } from '@neutype/ndarray';
import { toSamples } from './samples.js';

/** Options of `predict`. */
export interface PredictOptions {
  /** Samples computed at a time. 128. */
  readonly batchSize?: number;
}

/**
 * A model's outputs for samples given as an array, computed batch by batch. It never keeps the event loop busy for much
 * longer than 10 ms or one batch. `network.predict(x)` is `predict(network, x)`.
 *
 * @param x samples `[n, ...inputShape]` of any dtype, or a single one `[...inputShape]`
 * @returns `[n, ...outputShape]`
 * @throws ShapeError, DataError for samples that do not fit, including NaN and infinity
 *
 * @example
 * ```ts
 * const probabilities = await predict(model, [[0.5, 1], [2, 0]], { batchSize: 256 });
 * ```
 */
export async function predict(model: Model, x: ArrayInput, options: PredictOptions = {}): Promise<NdArray> {
  checkOptions('predict', options, ['batchSize']);
  const { batchSize = 128 } = options;
  checkCount('predict, batchSize', batchSize);
  const { data, count } = toSamples(x, model.inputShape, 'predict', model.indices);
  const outputs = await predictModel(model, data, { batchSize });
  return new NdArray(outputs, [count, ...model.outputShape]);
}
