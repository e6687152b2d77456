import { slice, type Tensor } from '@tensorflow/tfjs-core';

/** So many values of a tensor along one axis, from `begin` on. */
export function sliceAlong<T extends Tensor>(x: T, axis: number, begin: number, size: number): T {
  return slice(
    x,
    x.shape.map((_, at) => (at === axis ? begin : 0)),
    x.shape.map((length, at) => (at === axis ? size : length)),
  );
}
