import { describe, expect, it } from '@jest/globals';
import { freeWrappedIds } from '../src/runtime/freeWrappedIds.js';
import type { TensorData, TensorflowBackend } from '../src/runtime/tensorflowBackend.js';

/** A backend that frees as tfjs-node's does. */
function backendWith(data: Partial<TensorData>): {
  backend: TensorflowBackend;
  deleted: number[];
  dataId: object;
} {
  const deleted: number[] = [];
  const dataId = {};
  const held = new Map([[dataId, { refCount: 1, values: null, ...data } as TensorData]]);
  const backend = {
    binding: { deleteTensor: (id: number) => deleted.push(id) },
    tensorMap: held,
    disposeData(given: object, force = false) {
      const entry = held.get(given);
      if (!entry) return true;
      entry.refCount--;
      if (!force && entry.refCount > 0) return false;
      if (entry.id >= 0) deleted.push(entry.id);
      held.delete(given);
      return true;
    },
  } as unknown as TensorflowBackend;
  freeWrappedIds(backend);
  return { backend, deleted, dataId };
}

describe('tensors numbered beyond 2^31', () => {
  it('are freed although their number is negative', () => {
    const { backend, deleted, dataId } = backendWith({ id: -2147483648 });
    expect(backend.disposeData(dataId)).toBe(true);
    expect(deleted).toEqual([-2147483648]);
  });

  it('are kept while somebody else holds them', () => {
    const { backend, deleted, dataId } = backendWith({ id: -5, refCount: 2 });
    expect(backend.disposeData(dataId)).toBe(false);
    expect(deleted).toEqual([]);
  });

  it('do not change how others are freed', () => {
    const usual = backendWith({ id: 7 });
    usual.backend.disposeData(usual.dataId);
    expect(usual.deleted).toEqual([7]);
    const unwritten = backendWith({ id: -1, values: new Float32Array(1) });
    unwritten.backend.disposeData(unwritten.dataId);
    expect(unwritten.deleted).toEqual([]);
  });
});
