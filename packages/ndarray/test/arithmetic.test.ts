import { describe, expect, it } from '@jest/globals';
import { NeutypeError, ShapeError } from '@neutype/errors';
import fc from 'fast-check';
import { ndarray, zeros } from '../src/index.js';

const OPERATIONS = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
};
type Name = keyof typeof OPERATIONS;
const NAMES = Object.keys(OPERATIONS) as Name[];

describe.each(NAMES)('%s', (name) => {
  const float = fc.float({ noNaN: true });

  it('gives every element, rounded to float32, with a number', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1 }), float, (data, value) => {
        const expected = Float32Array.from(data, (element) => OPERATIONS[name](element, value));
        expect(ndarray(data.slice())[name](value).data).toEqual(expected);
      }),
    );
  });

  it('repeats an array over the rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(float, { minLength: 1, maxLength: 7 }),
        (rows, row) => {
          const target = zeros([rows, row.length]).add(3);
          const expected = Float32Array.from({ length: rows * row.length }, (_, index) =>
            OPERATIONS[name](3, row[index % row.length] ?? Number.NaN),
          );
          expect(target[name](ndarray(row)).data).toEqual(expected);
        },
      ),
    );
  });

  it('returns the array itself', () => {
    const array = zeros([2]);
    expect(array[name](1)).toBe(array);
  });
});

describe('broadcasting', () => {
  it('takes the same shape, the last dimensions, leading ones, and a single element', () => {
    const make = () => zeros([2, 2, 3]);
    expect(
      make()
        .add(zeros([2, 2, 3]).add(1))
        .sum(),
    ).toBe(12);
    expect(
      make()
        .add(
          ndarray([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        )
        .sum(),
    ).toBe(42);
    expect(
      make()
        .add(ndarray([[[1, 2, 3]]]))
        .sum(),
    ).toBe(24);
    expect(
      make()
        .add(ndarray([[1]]))
        .sum(),
    ).toBe(12);
    expect(make().add(ndarray(1)).sum()).toBe(12);
  });

  it('refuses everything else, with both shapes', () => {
    expect(() => zeros([4, 3]).subtract(zeros([4]))).toThrow(
      'NdArray.subtract: expected a number, or an array of shape [4, 3] or of the last dimensions of it, ' +
        'got an array of shape [4].',
    );
    expect(() => zeros([4, 3]).add(zeros([4, 1]))).toThrow(ShapeError);
    expect(() => zeros([3]).add(zeros([4, 3]))).toThrow(ShapeError);
  });

  it('does nothing to an empty array', () => {
    expect(zeros([0, 3]).add(zeros([3])).size).toBe(0);
  });
});

describe('an operand that shares memory with the array', () => {
  it('is read as it was before the operation', () => {
    const array = ndarray([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    array.subtract(array.row(1));
    expect(array.toArray()).toEqual([
      [-2, -2],
      [0, 0],
      [2, 2],
    ]);
  });

  it('may be the array itself', () => {
    const array = ndarray([1, 2, 3]);
    expect(array.multiply(array).toArray()).toEqual([1, 4, 9]);
  });

  it('may be a shifted part of it', () => {
    const buffer = new Float32Array([1, 2, 3, 4]);
    ndarray(buffer.subarray(1)).add(ndarray(buffer.subarray(0, 3)));
    expect([...buffer]).toEqual([1, 3, 5, 7]);
  });

  it('may begin at the same address', () => {
    const array = ndarray([
      [1, 2],
      [3, 4],
    ]);
    array.subtract(array.row(0));
    expect(array.toArray()).toEqual([
      [0, 0],
      [2, 2],
    ]);
  });

  it('may view the same bytes as another type', () => {
    const floats = Float64Array.of(1, 2);
    const singles = new Float32Array(floats.buffer); // 0, 1.875, 0, 2
    ndarray(singles, [2, 2]).add(ndarray(floats));
    expect([...singles]).toEqual([1, 3.875, 1, 4]);
  });

  it('may begin at the address of a wider type', () => {
    const doubles = new Float64Array(2);
    const singles = new Float32Array(doubles.buffer).fill(1);
    const before = [...doubles];
    ndarray(doubles).add(ndarray(singles.subarray(0, 2)));
    expect([...doubles]).toEqual(before.map((value) => value + 1));
  });

  it('may lie beside it in the same buffer', () => {
    const buffer = new Float32Array([1, 2, 10, 20]);
    ndarray(buffer.subarray(0, 2)).add(ndarray(buffer.subarray(2)));
    expect([...buffer]).toEqual([11, 22, 10, 20]);
  });
});

describe('arrays of integers', () => {
  it('stay integers', () => {
    const array = ndarray(new Int32Array([1, 2, 3]));
    expect(array.multiply(3).subtract(1).dtype).toBe('int32');
    expect(array.toArray()).toEqual([2, 5, 8]);
  });

  it.each(['int8', 'int16', 'int32', 'uint8', 'uint8clamped', 'uint16', 'uint32'] as const)(
    'of type %s refuse to be divided in place',
    (dtype) => {
      expect(() => zeros([2], dtype).divide(255)).toThrow(
        `NdArray.divide: expected an array of floats to divide in place, got one of ${dtype}. ` +
          'Make a float32 array first: x.toFloat32().',
      );
    },
  );

  it('refuse floats as operand', () => {
    expect(() => zeros([2], 'int32').add(zeros([2]))).toThrow(
      'NdArray.add: expected whole numbers for an array of int32, got an array of float32.',
    );
  });
});

describe('operands', () => {
  it('may be plain and typed arrays', () => {
    const array = zeros([2, 2]);
    array.add([1, 2]).subtract([
      [1, 1],
      [0, 0],
    ]);
    expect(array.multiply(Float64Array.of(2, 0.5)).toArray()).toEqual([
      [0, 0.5],
      [2, 1],
    ]);
    expect(zeros([2], 'int32').add([1, 2]).toArray()).toEqual([1, 2]);
  });

  it('keep the precision of an array of float64', () => {
    expect(zeros([1], 'float64').add([0.1]).toArray()).toEqual([0.1]);
  });

  it.each([
    [undefined, 'expected an NdArray, nested arrays of numbers or a typed array, got undefined'],
    [1n, 'got 1n'],
    ['1', "got '1'"],
    [[1, '2'], "expected a number, got '2' at [1]"],
    [[[1], [2, 3]], 'expected rows of equal length, 1 as the first, got 2 at [1]'],
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    [[1, , 3], 'expected a number, got a hole at [1]'],
  ])('that are none are refused: %p', (operand, message) => {
    for (const name of NAMES) {
      const array = zeros([3]);
      expect(() => array[name](operand as unknown as number)).toThrow(NeutypeError);
      expect(() => array[name](operand as unknown as number)).toThrow(`NdArray.${name}: `);
      expect(() => array[name](operand as unknown as number)).toThrow(message);
    }
  });
});

describe('numbers', () => {
  it('take the type of the array first, as in NumPy', () => {
    // np.array([-0.1], np.float32) + 0.1 is 0, for 0.1 becomes a float32 too; in double precision -1.5e-9 would stay.
    expect(ndarray([-0.1]).add(0.1).toArray()).toEqual([0]);
    expect(
      ndarray(new Float64Array([Math.fround(-0.1)]))
        .add(0.1)
        .toArray(),
    ).not.toEqual([0]);
  });
});

describe('in place', () => {
  const ROWS = 4_000;
  const COLUMNS = 500;
  const BYTES = ROWS * COLUMNS * 4;

  it('writes into the same memory', () => {
    const array = zeros([4, 3]).add(6);
    const { data } = array;
    const same = array
      .divide(2)
      .subtract(ndarray([1, 2, 3]))
      .multiply(2)
      .add(1);
    expect(same).toBe(array);
    expect(array.data).toBe(data);
    expect(array.data.buffer).toBe(data.buffer);
    expect([...data.subarray(0, 3)]).toEqual([5, 3, 1]);
  });

  it('makes no second buffer of the size of the data in the preprocessing of the tutorial', () => {
    const array = zeros([ROWS, COLUMNS]).add(1);
    const growth = bufferGrowth(() => {
      array.divide(255);
      array.subtract(array.mean(0));
    });
    expect(array.max()).toBeCloseTo(0);
    expect(growth).toBeLessThan(BYTES / 10);
  });

  it('is measured by a method that notices a second buffer', () => {
    const array = zeros([ROWS, COLUMNS]);
    expect(bufferGrowth(() => array.toFloat32())).toBeGreaterThan(BYTES * 0.9);
  });

  it('makes no copy for views and other shapes', () => {
    const array = zeros([ROWS, COLUMNS]);
    const growth = bufferGrowth(() => array.reshape(COLUMNS, ROWS).rows(10, 400).row(3).add(1));
    expect(growth).toBeLessThan(BYTES / 10);
    expect(array.sum()).toBe(ROWS);
  });
});

/** By how many bytes the memory of all typed arrays is larger after `action`: they all live in array buffers. */
function bufferGrowth(action: () => unknown): number {
  const before = process.memoryUsage().arrayBuffers;
  action();
  return process.memoryUsage().arrayBuffers - before;
}
