import { type ArrayInput, NdArray, sameShape, toNdArray } from '@neutype/ndarray';
import { toInput } from './fit.js';
import { checkFinite } from './inspect.js';
import type { Data } from './namedArrays.js';
import { checkCounts, toInputSamples } from './pairs.js';
import type { InputPort, Ports } from './ports.js';
import { type Samples, toSamples } from './samples.js';

/**
 * Reads samples to predict: `[n, ...inputShape]`, or a single one `[...inputShape]`.
 *
 * @throws DataError, ShapeError for samples that do not fit, including NaN, infinity and values beyond float32
 */
export function toInputs(x: ArrayInput, input: InputPort, where: string): Samples {
  const array = toNdArray(x, where);
  const isSingle = sameShape(array.shape, input.shape);
  const samples = toSamples(isSingle ? new NdArray(array.data, [1, ...input.shape]) : array, where);
  const fitting = toInput(samples, input);
  checkFinite(fitting);
  return fitting;
}

/**
 * Reads samples to predict for each input of a model that has several.
 *
 * @throws DataError, ShapeError for samples that do not fit, including NaN, infinity and values beyond float32
 */
export function toNamedInputs(ports: Pick<Ports, 'inputs'>, x: Data, where: string): readonly Samples[] {
  const inputs = toInputSamples(ports, x, where);
  for (const samples of inputs) checkFinite(samples);
  checkCounts(inputs);
  return inputs;
}
