import { slice, type Tensor } from '@tensorflow/tfjs-core';

/** Columns cut into so many points of the same dimensions: `[n, count · d]` to `count` tensors `[n, d]`. */
export function points(columns: Tensor, count: number): Tensor[] {
  const [rows, width] = columns.shape as [number, number];
  const dimensions = width / count;
  return Array.from({ length: count }, (_, point) =>
    slice(columns, [0, point * dimensions], [rows, dimensions]),
  );
}
