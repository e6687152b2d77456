import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import type { Checkpoint } from '../../src/index.js';

/** A checkpoint that can be told from others by its update, and by what its tensors hold. */
export function checkpointOf(update: number, value?: number): Checkpoint {
  return {
    tensors: new Map<string, NdArray<TypedArray>>([
      ['network/weight', ndarray([[update, 2, 3]])],
      ['state/velocity', ndarray(Float64Array.of(update / 3, 1e-300))],
      ['order', ndarray(Int32Array.of(2, 0, 1))],
      ['none', ndarray(new Float32Array(0), [0])],
    ]),
    state: { seed: 7, history: [0.1, update], note: 'ü', signals: [null, true] },
    label: { epoch: Math.floor(update / 10), update, ...(value !== undefined && { value }) },
  };
}
