import type { EngineCapabilities, StagedArray, StagedDataType } from '@neutype/core';
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { Executor } from '../kernels/execute.js';

/** More than the alignment that any TensorFlow asks of a buffer that it shares. */
const ALIGNMENT = 128;
/** What every allocator aligns to at least. */
const GRAIN = 16;

/**
 * Tensors whose memory JavaScript writes to directly.
 *
 * TensorFlow uses a typed array's own memory for a tensor if it is aligned as TensorFlow wants it, and copies it
 * otherwise. JavaScript cannot see addresses, so each possible offset is tried until one is shared.
 *
 * @returns `undefined` with a TensorFlow that never shares
 */
export function stagingOf(executor: Executor): EngineCapabilities['allocateStaging'] {
  const probe = sharedTensor(executor, [1], 1, 'float32');
  if (probe === undefined) return undefined;
  executor.release(probe.id);
  return <D extends StagedDataType>(shape: readonly number[], dtype: D) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const { id, view } = sharedTensor(executor, shape, size, dtype)!;
    const type = dtype === 'float32' ? executor.binding.TF_FLOAT : executor.binding.TF_INT32;
    const info = executor.tensor({ id, shape: [...shape], dtype: type }, dtype);
    const tensor: Tensor = engine().makeTensorFromTensorInfo(info);
    return { tensor, view: () => view as StagedArray<D> };
  };
}

function sharedTensor(executor: Executor, shape: readonly number[], size: number, dtype: StagedDataType) {
  const { binding } = executor;
  const type = dtype === 'float32' ? binding.TF_FLOAT : binding.TF_INT32;
  const memory = new ArrayBuffer(size * 4 + ALIGNMENT);
  for (let offset = 0; offset < ALIGNMENT; offset += GRAIN) {
    const view =
      dtype === 'float32' ? new Float32Array(memory, offset, size) : new Int32Array(memory, offset, size);
    const id = binding.createTensor(shape, type, view);
    if (isShared(executor, id, view)) return { id, view };
    binding.deleteTensor(id);
  }
  return undefined;
}

function isShared({ binding }: Executor, id: number, view: Float32Array | Int32Array): boolean {
  if (view.length === 0) return true;
  view[0] = 1;
  const seen = binding.tensorDataSync(id)[0] === 1;
  view[0] = 0;
  return seen;
}
