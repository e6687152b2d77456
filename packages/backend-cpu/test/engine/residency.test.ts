import { describe, expect, it } from '@jest/globals';
import {
  add,
  type backend_util,
  complex,
  cumsum,
  engine,
  imag,
  matMul,
  memory,
  ones,
  real,
  relu,
  reshape,
  slice,
  stack,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { engineInfo } from '../../src/index.js';

function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}
/** A tensor that one of our kernels made: it lies in engine memory. */
function resident(values: number[]): Tensor {
  return relu(tensor1d(values));
}

describe('tensors in engine memory', () => {
  it('are read by the kernels of tfjs, whose outputs are read by ours', () => {
    const sums = cumsum(resident([1, 2, 3, 4]));
    expect([...sums.dataSync()]).toEqual([1, 3, 6, 10]);
    expect([...relu(sums).dataSync()]).toEqual([1, 3, 6, 10]);
  });

  it('are copied when they are read: what was read does not change afterwards', async () => {
    const x = resident([1, 2, 3]);
    const [now, later] = [x.dataSync(), await x.data()];
    x.dispose();
    resident([7, 8, 9]);
    expect([...now]).toEqual([1, 2, 3]);
    expect([...later]).toEqual([1, 2, 3]);
    expect(ArrayBuffer.isView(now) && now.buffer.constructor.name).toBe('ArrayBuffer');
  });

  it('are not aliased by tensors that tfjs makes from a part of them', () => {
    const x = resident([1, 2, 3, 4]);
    const part = slice(x, [1], [2]);
    const written = tensor(cpu().data.get(x.dataId).values as Float32Array, [4]);
    x.dispose();
    resident([9, 9, 9, 9]);
    expect([...part.dataSync()]).toEqual([2, 3]);
    expect([...written.dataSync()]).toEqual([1, 2, 3, 4]);
  });

  it('take part in complex tensors', () => {
    const z = complex(resident([1, 2]), resident([3, 4]));
    expect([...real(z).dataSync(), ...imag(z).dataSync()]).toEqual([1, 2, 3, 4]);
    expect([...z.dataSync()]).toEqual([1, 3, 2, 4]);
  });

  it('move to another backend and back', () => {
    const x = resident([5, 6]);
    const values = engine().readSync(x.dataId) as backend_util.TypedArray;
    const { usedBytes } = engineInfo();
    cpu().disposeData(x.dataId, true);
    cpu().move(x.dataId, values, x.shape, x.dtype, 1);
    expect(engineInfo().usedBytes).toBeLessThan(usedBytes);
    expect([...add(x, 1).dataSync()]).toEqual([6, 7]);
  });

  it('are freed when the last tensor on their data is', () => {
    const { usedBytes } = engineInfo();
    const x = resident([1, 2, 3]);
    const view = reshape(x, [3, 1]);
    x.dispose();
    expect(engineInfo().usedBytes).toBeGreaterThan(usedBytes);
    expect([...view.dataSync()]).toEqual([1, 2, 3]);
    view.dispose();
    expect(engineInfo().usedBytes).toBeLessThanOrEqual(usedBytes + 64);
  });

  it('are counted exactly: nothing is left after thousands of steps', () => {
    const weight = variable(ones([20, 30]));
    const bias = ones([30]);
    const step = () =>
      tidy(() => {
        const y = relu(add(matMul(ones([8, 20]), weight), bias));
        stack([y, cumsum(y)]).dataSync();
        weight.assign(add(weight, 0.001));
      });
    for (let round = 0; round < 20; round++) step();
    const before = { ...memory(), used: engineInfo().usedBytes, ids: cpu().numDataIds() };
    for (let round = 0; round < 3000; round++) step();
    expect({ ...memory(), used: engineInfo().usedBytes, ids: cpu().numDataIds() }).toEqual(before);
    expect(before.unreliable).toBe(false);
  });
});
