import { ensureBackend, type Model, OptionError, ShapeError } from '@neutype/core';
import { isNdArray, NdArray, type NestedNumbers, ndarray, type TypedArray } from '@neutype/ndarray';
import { tensor } from '@tensorflow/tfjs-core';
import { elementCount, formatBatchShape, type Shape, sameShape } from './shape.js';

/** Samples to compute: an `NdArray` of any dtype, or plain nested arrays. */
export type PredictInput = NdArray<TypedArray> | NestedNumbers;

/** What a model gives for the samples, computed batch by batch, `[n, ...outputShape]`. */
export const predict = async (
  model: Model,
  x: PredictInput,
  { batchSize = 128 }: { batchSize?: number },
): Promise<NdArray> => {
  checkBatchSize(batchSize);
  const samples = toSamples(x, model.inputShape);
  const sampleSize = elementCount(model.inputShape);
  const count = samples.size / sampleSize;
  const outputs = new Float32Array(count * elementCount(model.outputShape));
  await ensureBackend();
  for (let start = 0; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    const batch = new Float32Array(samples.data.subarray(start * sampleSize, (start + rows) * sampleSize));
    const input = tensor(batch, [rows, ...model.inputShape]);
    const output = model.forward(input, { training: false });
    outputs.set(await output.data<'float32'>(), (start * outputs.length) / count);
    output.dispose();
    input.dispose();
  }
  return new NdArray(outputs, [count, ...model.outputShape]);
};

const toSamples = (x: PredictInput, inputShape: Shape): NdArray<TypedArray> => {
  const array = isNdArray(x) ? x : ndarray(x);
  if (sameShape(array.shape, inputShape) || sameShape(array.shape.slice(1), inputShape)) return array;
  throw new ShapeError({
    where: 'predict',
    expected: formatBatchShape(inputShape),
    received: `(${array.shape.join(', ')})`,
    remedy: 'Reshape the samples with reshape(…).',
  });
};

const checkBatchSize = (batchSize: number): void => {
  if (Number.isInteger(batchSize) && batchSize > 0) return;
  throw new OptionError({
    where: 'predict batchSize',
    expected: 'a whole number from 1',
    received: String(batchSize),
  });
};
