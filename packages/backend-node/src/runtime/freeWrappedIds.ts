import type { TensorflowBackend } from './tensorflowBackend.js';

/**
 * Works round a leak of tfjs-node (https://github.com/tensorflow/tfjs/issues/8326: after hours of training, memory
 * starts to grow fast and the process dies).
 *
 * The binding numbers its tensors with a 32-bit integer. After 2^31 of them, some fifty million steps of a small
 * network, the numbers become negative, and tfjs-node takes a negative number for "TensorFlow has not been given the
 * values" and never frees such a tensor. Only -1 can mean that.
 *
 * A binding made by `neutype-node-build` uses numbers again and never gets there.
 */
export function freeWrappedIds(backend: TensorflowBackend): void {
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    const data = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
    const id = data && data.values === null ? data.id : -1;
    const freed = disposeData(dataId, force);
    if (freed && id < -1) backend.binding.deleteTensor(id);
    return freed;
  };
}
