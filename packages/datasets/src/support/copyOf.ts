import { type NdArray, type TypedArray, zeros } from '@neutype/ndarray';

/** The same numbers in an array of their own. `slice` would not do: Node's `Buffer` shares its memory with its slices. */
export function copyOf(array: NdArray<TypedArray>): NdArray<TypedArray> {
  const copy = zeros(array.shape, array.dtype);
  copy.data.set(array.data);
  return copy;
}
