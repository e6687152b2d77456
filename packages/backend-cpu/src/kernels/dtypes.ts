import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Whether all of them that are there hold float32: the kernels read bits, whatever they mean. */
export function areFloat32(...tensors: readonly (TensorInfo | null | undefined)[]): boolean {
  return tensors.every((tensor) => !tensor || tensor.dtype === 'float32');
}
