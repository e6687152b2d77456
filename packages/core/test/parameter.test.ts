import { beforeAll, describe, expect, it } from '@jest/globals';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  backend,
  getKernelsForBackend,
  memory,
  mul,
  registerBackend,
  registerKernel,
} from '@tensorflow/tfjs-core';
import {
  currentBackend,
  DataError,
  DisposedError,
  moveToBackend,
  NotInitializedError,
  Parameter,
  useBackend,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

describe('Parameter', () => {
  it('keeps its values on the host until they are used', async () => {
    const before = memory().numTensors;
    const parameter = new Parameter({ name: 'weight', shape: [2, 2], values: [1, 2, 3, 4] });
    expect([...(await parameter.read())]).toEqual([1, 2, 3, 4]);
    expect(memory().numTensors).toBe(before);
    expect([...parameter.variable.dataSync()]).toEqual([1, 2, 3, 4]);
    expect(memory().numTensors).toBe(before + 1);
    expect(parameter.variable).toBe(parameter.variable);
    parameter.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('copies what is written and what is read', async () => {
    const values = Float32Array.of(1, 2);
    const parameter = new Parameter({ name: 'bias', shape: [2], values });
    values[0] = 9;
    expect([...(await parameter.read())]).toEqual([1, 2]);
    (await parameter.read())[0] = 7;
    expect([...parameter.variable.dataSync()]).toEqual([1, 2]);
    (await parameter.read())[0] = 9;
    expect([...parameter.variable.dataSync()]).toEqual([1, 2]);
    values[0] = 5;
    parameter.write(values);
    values[0] = 9;
    expect([...(await parameter.read())]).toEqual([5, 2]);
    parameter.dispose();
  });

  it('writes to the variable in use without leaking', () => {
    const parameter = new Parameter({ name: 'bias', shape: [2], values: [0, 0] });
    parameter.variable.dataSync();
    const before = memory().numTensors;
    for (let i = 0; i < 10; i++) parameter.write([i, i]);
    expect([...parameter.variable.dataSync()]).toEqual([9, 9]);
    expect(memory().numTensors).toBe(before);
    parameter.dispose();
  });

  it('takes its values back to the host, and frees what it had on the backend', async () => {
    const parameter = new Parameter({ name: 'bias', shape: [2], values: [1, 2] });
    const before = memory().numTensors;
    parameter.variable.dataSync();
    await parameter.release();
    expect(memory().numTensors).toBe(before);
    expect([...(await parameter.read())]).toEqual([1, 2]);
    expect([...parameter.variable.dataSync()]).toEqual([1, 2]);
    parameter.dispose();
  });

  it('tells what is wrong', async () => {
    const parameter = new Parameter({ name: 'dense.weight', shape: [2, 3] });
    expect(parameter.initialized).toBe(false);
    expect(() => parameter.variable).toThrow(NotInitializedError);
    expect(() => parameter.variable).toThrow(/parameter dense\.weight: .*initialize\(random\(seed\)\)/);
    await expect(parameter.read()).rejects.toThrow(NotInitializedError);
    expect(() => parameter.write([1, 2])).toThrow(DataError);
    expect(() => parameter.write([1, 2])).toThrow('expected 6 values for shape [2, 3], got 2');
    parameter.dispose();
    expect(() => parameter.write([1, 2, 3, 4, 5, 6])).toThrow(DisposedError);
    expect(() => parameter.variable).toThrow(DisposedError);
  });

  it('moves to another backend by awaiting its values, never reading synchronously', async () => {
    const cpu = backend() as MathBackendCPU;
    registerBackend('other', () => new MathBackendCPU());
    for (const kernel of getKernelsForBackend('cpu')) registerKernel({ ...kernel, backendName: 'other' });
    const parameter = new Parameter({ name: 'weight', shape: [3], values: [1, 2, 3] });
    parameter.variable.dataSync();
    cpu.readSync = () => {
      throw new Error('a synchronous read');
    };
    cpu.read = async (dataId) => MathBackendCPU.prototype.readSync.call(cpu, dataId);
    await moveToBackend({ parameters: [parameter] }, 'other');
    expect(currentBackend()).toBe('other');
    const doubled = mul(parameter.variable, 2);
    expect([...doubled.dataSync()]).toEqual([2, 4, 6]);
    doubled.dispose();
    parameter.dispose();
    await useBackend('cpu');
  });
});
