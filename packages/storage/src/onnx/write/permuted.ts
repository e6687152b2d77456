import type { Shape } from '@neutype/layers';
import { sizeOf } from '@neutype/ndarray';

/** The values of a tensor with its axes in another order. */
export function permuted(values: Float32Array, shape: Shape, permutation: readonly number[]): Float32Array {
  const result = new Float32Array(values.length);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = permutation.map((axis) => shape[axis] as number);
  const steps = permutation.map((axis) => strides[axis] as number);
  const last = sizes.length - 1;
  const [length = 1, step = 1] = [sizes[last], steps[last]];
  const at = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to += length) {
    for (let index = 0; index < length; index++) result[to + index] = values[from + index * step] as number;
    for (let axis = last - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] as number) + 1;
      from += steps[axis] as number;
      if ((at[axis] as number) < (sizes[axis] as number)) break;
      from -= (sizes[axis] as number) * (steps[axis] as number);
      at[axis] = 0;
    }
  }
  return result;
}
