import { beforeAll, describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
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
  type ParameterOptions,
  ShapeError,
  useBackend,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

/** How long the pieces of a parameter are, and its values. */
async function pieced(parameter: Parameter): Promise<{ lengths: number[]; values: Float32Array }> {
  const lengths: number[] = [];
  const values = new Float32Array(parameter.size);
  let filled = 0;
  for await (const piece of parameter.pieces()) {
    values.set(piece, filled);
    filled += piece.length;
    lengths.push(piece.length);
  }
  return { lengths, values };
}

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

  it('gives its values in pieces, on the host and on a backend', async () => {
    const values = Float32Array.from({ length: 2 ** 18 + 3 }, (_, index) => index);
    const parameter = new Parameter({ name: 'bias', shape: [values.length], values });
    expect(await pieced(parameter)).toEqual({ lengths: [2 ** 18 + 3], values });
    expect(parameter.variable.size).toBe(values.length);
    const before = memory().numTensors;
    expect(await pieced(parameter)).toEqual({ lengths: [2 ** 18, 3], values });
    expect(memory().numTensors).toBe(before);
    parameter.dispose();
  });

  it('adopts an array, which is its own from then on', async () => {
    const values = Float32Array.of(1, 2);
    const parameter = new Parameter({ name: 'bias', shape: [2] });
    parameter.adopt(values);
    for await (const piece of parameter.pieces()) expect(piece).toBe(values);
    expect([...parameter.variable.dataSync()]).toEqual([1, 2]);
    parameter.adopt(Float32Array.of(3, 4));
    expect([...(await parameter.read())]).toEqual([3, 4]);
    expect(() => parameter.adopt(Float32Array.of(1))).toThrow(
      'parameter bias: expected 2 values for shape [2] in a Float32Array, got 1.',
    );
    expect(() => parameter.adopt([1, 2] as never)).toThrow('in a Float32Array');
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

  it.each<[string, unknown, string]>([
    ['text', ['0.5', 'b'], "a number, got '0.5' at 0"],
    ['null', [1, null], 'a number, got null at 1'],
    // biome-ignore lint/suspicious/noSparseArray: what is refused
    ['a hole', [1, ,], 'a number, got undefined at 1'],
    ['BigInt', new BigInt64Array(2), 'a number, got 0n at 0'],
    ['nested arrays', [[1], [2]], 'a number, got an array of 1 at 0'],
    [
      'nested arrays of another length',
      [[1, 2]],
      'a number, got an array of 2 at 0. Give a flat list of numbers or an NdArray; network.write takes nested arrays too.',
    ],
    ['a text', '12', "a number, got '1' at 0"],
    ['an array-like without values', { length: 2 }, 'a number, got undefined at 0'],
    ['what float32 cannot hold', [1, 1e39], 'a number within float32, up to 3.4e38, got 1e+39 at 1'],
    [
      'doubles that it cannot hold',
      Float64Array.of(-1e39, 1),
      'a number within float32, up to 3.4e38, got -1e+39 at 0',
    ],
    ['nothing', undefined, '2 values for shape [2], got undefined'],
    ['a number', 2, '2 values for shape [2], got 2'],
  ])('refuses %s as values, and keeps those that it has', async (_, values, problem) => {
    const parameter = new Parameter({ name: 'bias', shape: [2], values: [1, 2] });
    const write = (): void => parameter.write(values as number[]);
    expect(write).toThrow(DataError);
    expect(write).toThrow(`parameter bias: expected ${problem}`);
    expect([...(await parameter.read())]).toEqual([1, 2]);
  });

  it('takes an NdArray of its shape, or of its values in a row, and refuses another', async () => {
    const parameter = new Parameter({
      name: 'w',
      shape: [2, 3],
      values: ndarray([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    });
    expect([...(await parameter.read())]).toEqual([1, 2, 3, 4, 5, 6]);
    parameter.write(ndarray([6, 5, 4, 3, 2, 1]));
    expect([...(await parameter.read())]).toEqual([6, 5, 4, 3, 2, 1]);
    const turned = ndarray([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(() => parameter.write(turned)).toThrow(ShapeError);
    expect(() => parameter.write(turned)).toThrow(
      'parameter w: expected values of shape [2, 3], got values of shape [3, 2].',
    );
    expect([...(await parameter.read())]).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('takes masks that are infinite or no number, from arrays of any kind', async () => {
    const parameter = new Parameter({ name: 'mask', shape: [3] });
    for (const values of [
      [Number.NaN, Number.NEGATIVE_INFINITY, 2],
      Float64Array.of(0.5, Number.POSITIVE_INFINITY, -0),
    ]) {
      parameter.write(values);
      expect([...(await parameter.read())]).toEqual([...values]);
    }
  });

  it.each<[string, object, string]>([
    ['a shape of a negative length', { name: 'w', shape: [-1] }, 'parameter w, shape: expected'],
    ['a shape of half a length', { name: 'w', shape: [1.5] }, 'parameter w, shape: expected'],
    [
      'a shape that is a text',
      { name: 'w', shape: '2' },
      "parameter w, shape: expected an array of lengths, got '2'",
    ],
    ['no shape', { name: 'w' }, 'parameter w, shape: expected an array of lengths, got undefined'],
    ['no name', { shape: [2] }, 'parameter, option name: expected a text, got undefined'],
    [
      'text for a flag',
      { name: 'w', shape: [2], trainable: 'no' },
      "parameter w, option trainable: expected true or false, got 'no'",
    ],
  ])('refuses %s', (_, options, problem) => {
    expect(() => new Parameter(options as ParameterOptions)).toThrow(problem);
  });

  it('has the same values, state and end under another name', async () => {
    const parameter = new Parameter({ name: 'relu-1.weight', shape: [2] });
    const other = parameter.named('relu-2.weight');
    expect([other.name, other.source, other.named('x').source]).toEqual([
      'relu-2.weight',
      parameter,
      parameter,
    ]);
    expect(parameter.named('relu-1.weight')).toBe(parameter);
    other.write([1, 2]);
    expect(other.variable).toBe(parameter.variable);
    parameter.write([3, 4]);
    expect([...(await other.read())]).toEqual([3, 4]);
    other.trainable = false;
    expect([parameter.frozen, parameter.variable.trainable]).toEqual([true, false]);
    parameter.dispose();
    await expect(other.read()).rejects.toThrow('parameter relu-2.weight: expected one that is in use');
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
