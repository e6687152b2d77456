import type { Shape } from '@neutype/core';
import { cast, oneHot, reshape, type Tensor } from '@tensorflow/tfjs-core';

/** Targets of classes: a row for each sample with a value for each class, or the number of the class. */
export function classTargets(outputShape: Shape): readonly Shape[] {
  const places = outputShape.slice(0, -1);
  return [outputShape, places, [...places, 1]];
}

/** One-hot rows where targets are class numbers, which takes no more room than one batch; else the targets. */
export function asRows(targets: Tensor, { shape }: Tensor): Tensor {
  if (!isClassNumbers(targets.shape, shape)) return targets;
  const numbers = reshape(cast(targets, 'int32'), shape.slice(0, -1));
  // Not oneHot's own dtype: tfjs's WebAssembly backend writes the bits of integers as float32.
  return cast(oneHot(numbers, shape.at(-1) as number), 'float32');
}

/** Whether targets are class numbers, `[n, ...]` or `[n, ..., 1]`, in place of rows `[n, ..., classes]`. */
export function isClassNumbers(shape: Shape, rows: Shape): boolean {
  if (shape.length === rows.length - 1) return true;
  return shape.length === rows.length && shape.at(-1) === 1 && rows.at(-1) !== 1;
}
