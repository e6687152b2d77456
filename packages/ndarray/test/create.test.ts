import { describe, expect, it } from '@jest/globals';
import { formatShape, isNdArray, NdArray, ndarray, zeros } from '../src/index.js';

describe('ndarray', () => {
  it('takes nested arrays as float32', () => {
    const array = ndarray([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(array.dtype).toBe('float32');
    expect(array.shape).toEqual([2, 3]);
    expect([...array.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([array.length, array.size, array.rank]).toEqual([2, 6, 2]);
  });

  it('takes one number as an array of rank 0', () => {
    const array = ndarray(7);
    expect(array.shape).toEqual([]);
    expect([array.length, array.size, array.rank]).toEqual([0, 1, 0]);
    expect(array.toArray()).toBe(7);
  });

  it('shares a typed array and keeps its type', () => {
    const data = new Uint8Array(6);
    const array = ndarray(data, [2, -1]);
    expect(array.data).toBe(data);
    expect(array.dtype).toBe('uint8');
    expect(array.shape).toEqual([2, 3]);
  });

  it('takes a typed array of another realm', () => {
    const foreign = structuredClone(new Float32Array([1, 2]));
    expect(ndarray(foreign).dtype).toBe('float32');
  });

  it('gives nested numbers another shape on request', () => {
    expect(ndarray([1, 2, 3, 4], [2, 2]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('keeps empty dimensions', () => {
    expect(ndarray([]).shape).toEqual([0]);
    expect(ndarray([[], []]).shape).toEqual([2, 0]);
  });

  it('refuses a shape that does not hold the elements', () => {
    expect(() => ndarray(new Float32Array(6), [4, 2])).toThrow(
      'ndarray: expected a shape that holds 6 elements, got [4, 2].',
    );
    expect(() => ndarray(new Float32Array(6), [-1, 4])).toThrow('a shape that holds 6 elements, got [-1, 4]');
    expect(() => ndarray(new Float32Array(6), [-1, -1])).toThrow(
      'ndarray: expected one dimension of -1 at most, got [-1, -1].',
    );
    expect(() => ndarray(new Float32Array(6), [2.5, 2])).toThrow(
      'expected a shape of whole numbers from 0 up, got [2.5, 2]',
    );
  });
});

describe('NdArray', () => {
  it('refuses data that is not a typed array of numbers', () => {
    expect(() => new NdArray([1, 2] as unknown as Float32Array, [2])).toThrow(
      'NdArray: expected a typed array of numbers, got an array of 2.',
    );
    expect(() => new NdArray(new BigInt64Array(1) as unknown as Float32Array, [1])).toThrow(
      'got a BigInt64Array of 1',
    );
    expect(() => new NdArray(new DataView(new ArrayBuffer(8)) as unknown as Float32Array, [8])).toThrow(
      'got a DataView',
    );
  });

  it.each([
    ['[-2, -3]', [-2, -3], '[-2, -3]'],
    ['[2.5, 2.4]', [2.5, 2.4], '[2.5, 2.4]'],
    ['[-1, 6]', [-1, 6], '[-1, 6]'],
    ['[NaN]', [Number.NaN], '[NaN]'],
    ['a text', '6', "'6'"],
    ['a number', 6, '6'],
    ['nothing', undefined, 'undefined'],
    ['texts', ['2', '3'], "['2', '3']"],
    ['BigInts', [2n, 3n], '[2n, 3n]'],
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    ['a hole', [6, ,], '[6, undefined]'],
  ])('refuses %s as shape, as zeros and ndarray do', (_, shape, shown) => {
    const data = new Float32Array(6);
    const wrong = shape as number[];
    const message = `expected a shape of whole numbers from 0 up, got ${shown}.`;
    expect(() => new NdArray(data, wrong)).toThrow(`NdArray: ${message}`);
    if (shown !== 'undefined' && shown !== '[-1, 6]') {
      expect(() => ndarray(data, wrong)).toThrow(`ndarray: ${message}`);
    }
    expect(() => zeros(wrong)).toThrow(`zeros: ${message}`);
  });

  it('refuses a shape that does not hold its data', () => {
    expect(() => new NdArray(new Float32Array(6), [2, 2])).toThrow(
      'NdArray: expected a shape that holds 6 elements, got [2, 2].',
    );
  });

  it('does not let the caller change its shape afterwards', () => {
    const shape = [2, 3];
    const array = new NdArray(new Float32Array(6), shape);
    shape[0] = 6;
    expect(array.shape).toEqual([2, 3]);
  });

  it('is recognized by its properties, not its class', () => {
    const array = zeros([2]);
    expect(isNdArray(array)).toBe(true);
    expect(isNdArray({ data: array.data, shape: array.shape })).toBe(true);
    expect([[1], new Float32Array(1), null, 'data', { data: [1], shape: [1] }].map(isNdArray)).toEqual(
      Array(5).fill(false),
    );
  });
});

describe('zeros', () => {
  it('has the type asked for, float32 by default', () => {
    expect(zeros([2, 2]).dtype).toBe('float32');
    expect(zeros([2, 2], 'uint16').data).toEqual(new Uint16Array(4));
    expect(zeros([3, 0]).size).toBe(0);
  });

  it('refuses unknown types and impossible shapes', () => {
    expect(() => zeros([1], 'complex' as 'int8')).toThrow(
      "ndarray, dtype: expected one of 'float32', 'float64', 'int8', 'int16', 'int32', 'uint8', 'uint8clamped', 'uint16', 'uint32', got 'complex'.",
    );
    expect(() => zeros([1], 'toString' as 'int8')).toThrow("got 'toString'");
    expect(() => zeros([-1])).toThrow('zeros: expected a shape of whole numbers from 0 up, got [-1].');
  });

  it('says so if memory cannot hold the elements', () => {
    expect(() => zeros([2 ** 40, 2 ** 10], 'float64')).toThrow(
      'ndarray: expected a number of elements that memory can hold, got 1125899906842624 of float64.',
    );
  });
});

describe('formatShape', () => {
  it('writes shapes in brackets', () => {
    expect([[], [5], [70000, 784]].map(formatShape)).toEqual(['[]', '[5]', '[70000, 784]']);
  });
});
