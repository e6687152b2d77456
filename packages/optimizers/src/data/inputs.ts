import { type ArrayInput, NdArray, sameShape, toNdArray } from '@neutype/ndarray';
import { fitSamples } from './fit.js';
import { checkFinite } from './inspect.js';
import { type Samples, toSamples } from './samples.js';

/**
 * Reads samples to predict: `[n, ...inputShape]`, or a single one `[...inputShape]`.
 *
 * @throws DataError, ShapeError for samples that do not fit, including NaN, infinity and values beyond float32
 */
export function toInputs(x: ArrayInput, inputShape: readonly number[], where: string): Samples {
  const array = toNdArray(x, where);
  const isSingle = sameShape(array.shape, inputShape);
  const samples = toSamples(isSingle ? new NdArray(array.data, [1, ...inputShape]) : array, where);
  const fitting = fitSamples(samples, inputShape);
  checkFinite(fitting);
  return fitting;
}
