import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { backend, memory, mul, registerBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import {
  DisposedError,
  type EngineCapabilities,
  stagedScalar,
  stagedTensor,
  useBackend,
} from '../src/index.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

beforeAll(() => useBackend('cpu'));
afterEach(() => {
  delete (backend() as Mutable<EngineCapabilities>).allocateStaging;
});

/** Staging as an engine would offer it: the array behind a tensor, which tfjs's CPU backend does not copy. */
function offerStaging(): void {
  (backend() as Mutable<EngineCapabilities>).allocateStaging = (shape, dtype) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
    return { tensor: tensor(values, [...shape], dtype), view: () => values as never };
  };
}

describe.each([
  ['uploads', () => {}],
  ['engine memory', offerStaging],
])('staging through %s', (_, prepare) => {
  it('gives the values last written, in a tensor that survives a tidy', () => {
    prepare();
    const before = memory().numTensors;
    const batch = stagedTensor([2, 2], 'float32');
    expect([...batch.tensor.dataSync()]).toEqual([0, 0, 0, 0]);
    for (let i = 1; i <= 3; i++) {
      const doubled = tidy(() => {
        batch.fill((target) => target.set([i, 2 * i, 0, -i]));
        return mul(batch.tensor, 2);
      });
      expect([...doubled.dataSync()]).toEqual([2 * i, 4 * i, 0, -2 * i]);
      expect([...batch.tensor.dataSync()]).toEqual([i, 2 * i, 0, -i]);
      expect(batch.tensor.shape).toEqual([2, 2]);
      doubled.dispose();
    }
    expect(memory().numTensors).toBe(before + 1);
    batch.dispose();
    expect(memory().numTensors).toBe(before);
    expect(() => batch.tensor).toThrow(DisposedError);
  });

  it('holds a number that changes', () => {
    prepare();
    const before = memory().numTensors;
    const counter = stagedScalar(3, 'int32');
    expect(counter.tensor.dtype).toBe('int32');
    expect(counter.tensor.dataSync()[0]).toBe(3);
    counter.value = 4;
    counter.value += 1;
    expect(counter.value).toBe(5);
    expect(counter.tensor.dataSync()[0]).toBe(5);
    counter.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('stagedTensor', () => {
  it('frees the tensor of the backend before when there is another', async () => {
    registerBackend('other', () => new MathBackendCPU());
    const before = memory().numTensors;
    const batch = stagedTensor([2], 'float32');
    for (const name of ['other', 'cpu', 'other', 'cpu']) {
      await useBackend(name);
      batch.fill((target) => target.set([1, 2]));
      expect([...batch.tensor.dataSync()]).toEqual([1, 2]);
      expect(memory().numTensors).toBe(before + 1);
    }
    batch.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('leaves tensors made from an earlier batch as they were', () => {
    const batch = stagedTensor([2], 'float32');
    batch.fill((target) => target.set([1, 2]));
    const earlier = batch.tensor.clone();
    batch.fill((target) => target.set([3, 4]));
    expect([...batch.tensor.dataSync()]).toEqual([3, 4]);
    expect([...earlier.dataSync()]).toEqual([1, 2]);
    earlier.dispose();
    batch.dispose();
  });

  it('is the same tensor after each fill where the engine offers memory', () => {
    offerStaging();
    const batch = stagedTensor([2], 'float32');
    const { tensor: first } = batch;
    batch.fill((target) => target.set([1, 2]));
    expect(batch.tensor).toBe(first);
    batch.dispose();
  });
});
