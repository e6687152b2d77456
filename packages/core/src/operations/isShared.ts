import { engine, type Tensor } from '@tensorflow/tfjs-core';

/** Whether a clone or another shape of this tensor is held by somebody: it shares the memory. */
export function isShared({ dataId }: Tensor): boolean {
  return engine().backend.refCount(dataId) > 1;
}
