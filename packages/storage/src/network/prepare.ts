import type { Shape } from '@neutype/layers';
import {
  type ArrayInput,
  type NdArray,
  ndarray,
  sameShape,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';
import type { PreparationStep } from './preparation.js';

/**
 * Raw samples as the network takes them; those that are given stay as they are.
 *
 * Float32 and small integers are computed with as float32, as data that was prepared for training was; all others as
 * float64, and rounded at the end.
 *
 * @param sample the shape of one sample
 */
export function prepared(
  x: ArrayInput,
  steps: readonly PreparationStep[],
  sample: Shape,
  where: string,
): ArrayInput {
  if (steps.length === 0) return x;
  const rows = copyOf(toNdArray(x, where, 'float64'), sample);
  for (const step of steps) {
    if (typeof step === 'function') step(rows);
    else if ('divide' in step) rows.divide(step.divide);
    else step.apply(rows);
  }
  return rows;
}

/** Types whose values float32 holds. */
const SINGLE: readonly string[] = ['float32', 'int8', 'uint8', 'uint8clamped', 'int16', 'uint16'];

type Rows = NdArray<Float32Array> | NdArray<Float64Array>;

function copyOf({ data, dtype, shape }: NdArray<TypedArray>, sample: Shape): Rows {
  const rows = sameShape(shape, sample) ? [1, ...shape] : shape;
  return SINGLE.includes(dtype)
    ? ndarray(Float32Array.from(data), rows)
    : ndarray(Float64Array.from(data), rows);
}
