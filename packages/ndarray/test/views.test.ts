import { describe, expect, it } from '@jest/globals';
import { ShapeError, shown } from '@neutype/errors';
import { ndarray, zeros } from '../src/index.js';

function counted(...shape: number[]) {
  return ndarray(
    Int32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => index),
    shape,
  );
}

describe('row', () => {
  it('is a view of one row', () => {
    const array = counted(3, 2, 2);
    const row = array.row(1);
    expect(row.shape).toEqual([2, 2]);
    expect(row.data.buffer).toBe(array.data.buffer);
    row.add(100);
    expect(array.toArray()).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [104, 105],
        [106, 107],
      ],
      [
        [8, 9],
        [10, 11],
      ],
    ]);
  });

  it('of a vector is a single number', () => {
    expect(counted(3).row(2).toArray()).toBe(2);
  });

  it.each([-1, 3, 0.5, Number.NaN, undefined, '1', 1n, [1]])('refuses row %p of three', (index) => {
    expect(() => counted(3, 2).row(index as number)).toThrow(
      `NdArray.row: expected a row from 0 to 2, got ${shown(index)}.`,
    );
  });

  it('is refused where there are no rows', () => {
    expect(() => zeros([0, 2]).row(0)).toThrow('NdArray.row: expected no row, for there is none, got 0.');
    expect(() => ndarray(1).row(0)).toThrow('NdArray.row: expected an array with rows, got a single number');
  });
});

describe('rows', () => {
  it('is a view of neighboring rows', () => {
    const array = counted(5, 2);
    const rows = array.rows(1, 3);
    expect(rows.toArray()).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect(rows.data.buffer).toBe(array.data.buffer);
  });

  it.each([
    [3, undefined, [3, 4]],
    [-2, undefined, [3, 4]],
    [0, -3, [0, 1]],
    [2, 99, [2, 3, 4]],
    [3, 1, []],
    [-99, 1, [0]],
  ])('from %p to %p takes what Array.slice takes', (start, end, expected) => {
    expect(counted(5).rows(start, end).toArray()).toEqual(expected);
  });

  it('is refused for an array of rank 0', () => {
    expect(() => ndarray(1).rows(0)).toThrow(
      'NdArray.rows: expected an array with rows, got a single number, of shape [].',
    );
  });

  it.each([undefined, null, '1', 0.5, Number.NaN, 1n])('refuses to begin at %p', (start) => {
    expect(() => counted(5).rows(start as number)).toThrow(
      `NdArray.rows, start: expected a whole number, got ${shown(start)}.`,
    );
  });

  it.each([null, '1', 0.5, Number.NaN, 1n])('refuses to end at %p', (end) => {
    expect(() => counted(5).rows(0, end as number)).toThrow(
      `NdArray.rows, end: expected a whole number, got ${shown(end)}.`,
    );
  });
});

describe('take', () => {
  it('copies rows in the given order, also twice', () => {
    const array = counted(4, 2);
    const taken = array.take([3, 0, 3]);
    expect(taken.toArray()).toEqual([
      [6, 7],
      [0, 1],
      [6, 7],
    ]);
    expect(taken.dtype).toBe('int32');
    taken.add(1);
    expect(array.row(3).toArray()).toEqual([6, 7]);
  });

  it('takes typed arrays and arrays of indices', () => {
    expect(
      counted(4)
        .take(new Uint32Array([2, 1]))
        .toArray(),
    ).toEqual([2, 1]);
    expect(
      counted(4)
        .take(ndarray(new Int32Array([2, 1])))
        .toArray(),
    ).toEqual([2, 1]);
    expect(counted(4, 3).take([]).shape).toEqual([0, 3]);
  });

  it('refuses a row that does not exist', () => {
    expect(() => counted(4).take([0, 4])).toThrow('NdArray.take: expected a row from 0 to 3, got 4.');
    expect(() => counted(4).take([-1])).toThrow(ShapeError);
    expect(() => counted(4).take([0.5])).toThrow('got 0.5');
  });

  it.each([
    [undefined, 'NdArray.take, indices: expected an NdArray, nested arrays of numbers or a typed array'],
    [['0'], "NdArray.take, indices: expected a number, got '0' at [0]"],
    [[0n], 'NdArray.take, indices: expected a number, got 0n at [0]'],
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    [[0, , 1], 'NdArray.take, indices: expected a number, got a hole at [1]'],
  ])('refuses %p', (indices, message) => {
    expect(() => counted(4).take(indices as number[])).toThrow(message);
  });
});

describe('reshape', () => {
  it('shares the data', () => {
    const array = counted(6);
    const reshaped = array.reshape(2, -1);
    expect(reshaped.shape).toEqual([2, 3]);
    expect(reshaped.data).toBe(array.data);
  });

  it('refuses a shape that does not hold the elements', () => {
    expect(() => counted(6).reshape(4, 2)).toThrow(
      'NdArray.reshape: expected a shape that holds 6 elements, got [4, 2].',
    );
    expect(() => counted(6).reshape(-1, 0)).toThrow(ShapeError);
    expect(() => counted(6).reshape(-2, -3)).toThrow('a shape of whole numbers from 0 up, got [-2, -3]');
    expect(() => counted(6).reshape([2, 3] as unknown as number)).toThrow(
      'NdArray.reshape: expected the dimensions one by one, got an array of 2. Write x.reshape(2, 3), not x.reshape([2, 3]).',
    );
  });
});

describe('toFloat32', () => {
  it('is a new array, also of float32', () => {
    const bytes = ndarray(new Uint8Array([0, 255]));
    expect(bytes.toFloat32().divide(255).toArray()).toEqual([0, 1]);
    const floats = zeros([2]);
    floats.toFloat32().add(1);
    expect(floats.toArray()).toEqual([0, 0]);
  });
});

describe('toArray', () => {
  it('nests as deep as the array has dimensions', () => {
    expect(counted(2, 1, 2).toArray()).toEqual([[[0, 1]], [[2, 3]]]);
    expect(zeros([2, 0]).toArray()).toEqual([[], []]);
  });
});
