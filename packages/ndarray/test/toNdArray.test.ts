import { describe, expect, it } from '@jest/globals';
import { DataError, ShapeError } from '@neutype/errors';
import fc from 'fast-check';
import { type ArrayInput, checkFinite, checkFloat32, ndarray, toNdArray } from '../src/index.js';

function read(values: unknown): unknown {
  return toNdArray(values as ArrayInput, 'x').toArray();
}

/** An array of this length in which the given places are holes. */
function withHoles(values: readonly unknown[], ...holes: readonly number[]): unknown[] {
  const array = [...values];
  for (const index of holes) delete array[index];
  return array;
}

describe('toNdArray', () => {
  it('wraps arrays and typed arrays without copying them', () => {
    const array = ndarray([1, 2]);
    const typed = new Int32Array(3);
    expect(toNdArray(array, 'x')).toBe(array);
    expect(toNdArray(typed, 'x').data).toBe(typed);
  });

  it('accepts an array that was cloned between threads', () => {
    const clone = { data: new Float32Array([1, 2, 3, 4]), shape: [2, 2] };
    expect(read(clone)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => read({ ...clone, shape: [3, 2] })).toThrow(ShapeError);
  });

  it.each<[string, unknown, unknown]>([
    ['a list', [1, 2.5], [1, 2.5]],
    ['nested arrays', [[[1], [2]]], [[[1], [2]]]],
    [
      'rows as typed arrays',
      [new Float32Array([1, 2]), new Uint8Array([3, 4])],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['rows as buffers', [Buffer.from([1, 2])], [[1, 2]]],
    ['an empty list', [], []],
  ])('takes %s', (_, values, expected) => {
    expect(read(values)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['a hole', withHoles([1, 0, 3], 1), 'got a hole at [1].'],
    ['a hole at the start', withHoles([0, 2], 0), 'got a hole at [0].'],
    ['a hole within a row', [[1, 2, 3], withHoles([1, 0, 3], 1)], 'got a hole at [1][1].'],
    [
      'a row that is a hole',
      withHoles(
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        1,
      ),
      'got a hole at [1].',
    ],
    ['an array of holes', new Array(3), 'got a hole at [0].'],
    ['undefined', [1, undefined], 'expected a number, got undefined at [1].'],
    [
      'null',
      [
        [1, 2],
        [null, 4],
      ],
      'got null at [1][0].',
    ],
    [
      'text',
      [
        [1, 2],
        [3, 'x'],
      ],
      "got 'x' at [1][1].",
    ],
    ['true', [true], 'got true at [0].'],
    ['a BigInt', [1n], 'got 1n at [0].'],
    ['rows of BigInts', [[1], new BigInt64Array(1)], 'got a BigInt64Array of 1 at [1]'],
    ['a date', [new Date(0)], 'got a Date at [0].'],
    ['a row among numbers', [1, [2]], 'expected a number, got an array of 1 at [1].'],
    ['a number among rows', [[1], 2], 'expected 1 values, got 2 at [1].'],
    ['a number beyond float32', [1e39], 'got 1e+39 at [0]. Scale the values down.'],
  ])('refuses %s, and says where it is', (_, values, message) => {
    expect(() => read(values)).toThrow(DataError);
    expect(() => read(values)).toThrow(message);
    expect(() => read(values)).toThrow(/^x: expected /);
  });

  it.each<[string, unknown, string]>([
    [
      'a row that is shorter',
      [[1, 2], [3]],
      'x: expected rows of equal length, 2 as the first, got 1 at [1].',
    ],
    ['a typed row that is longer', [[1], new Float32Array(2)], 'got 2 at [1].'],
  ])('refuses %s', (_, values, message) => {
    expect(() => read(values)).toThrow(ShapeError);
    expect(() => read(values)).toThrow(message);
  });

  it('keeps infinity and NaN as they are', () => {
    expect(read([Number.POSITIVE_INFINITY, Number.NaN])).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
  });

  it('refuses an array that holds itself', () => {
    const endless: unknown[] = [];
    endless[0] = endless;
    expect(() => read(endless)).toThrow('x: expected at most 32 dimensions');
  });

  it.each<[unknown, string]>([
    [null, 'got null.'],
    [5, 'got 5.'],
    ['1,2', "got '1,2'."],
    [new Set([1]), 'got a Set.'],
    [new ArrayBuffer(8), 'got an ArrayBuffer.'],
    [new BigInt64Array(2), 'got a BigInt64Array of 2.'],
    [new DataView(new ArrayBuffer(8)), 'got a DataView.'],
  ])('refuses %p, which is no array of numbers', (values, message) => {
    expect(() => read(values)).toThrow(
      `x: expected an NdArray, nested arrays of numbers or a typed array, ${message}`,
    );
  });

  it('says how to convert a tensor', () => {
    const tensor = { shape: [2], dataSync: () => new Float32Array(2) };
    expect(() => read(tensor)).toThrow('ndarray(await tensor.data(), tensor.shape)');
  });
});

describe('checkFinite', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'finds %p wherever it is',
    (value) => {
      for (let place = 0; place < 19; place++) {
        const array = ndarray(new Float32Array(19));
        array.data[place] = value;
        expect(() => checkFinite(array, 'x')).toThrow(
          `x: expected finite numbers, got ${value} at [${place}].`,
        );
      }
    },
  );

  it.each([0.5, -1.5, 3, 3e38, -1e-40])('finds them in large arrays, among numbers like %p', (other) => {
    for (const place of [0, 4095, 4096, 9001]) {
      for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
        const array = ndarray(new Float32Array(9002).fill(other, 0, 5000).fill(other / 2, 5000));
        expect(() => checkFinite(array, 'x')).not.toThrow();
        array.data[place] = value;
        expect(() => checkFinite(array, 'x')).toThrow(`got ${value} at [${place}].`);
      }
    }
  });

  it('agrees with Number.isFinite about any bits, of floats and of doubles', () => {
    const refuses = (data: Float32Array | Float64Array) => {
      try {
        checkFinite(ndarray(data), 'x');
        return false;
      } catch {
        return true;
      }
    };
    const words = fc.uint32Array({ minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(words, fc.constantFrom(0, 0x7f800000, 0xff800000), (bits, exponent) => {
        bits[0] = (bits[0]! & 0x807fffff) | exponent;
        for (const Type of [Float32Array, Float64Array]) {
          const data = new Type(bits.buffer, 0, Math.floor(bits.byteLength / Type.BYTES_PER_ELEMENT));
          expect(refuses(data)).toBe(!data.every(Number.isFinite));
        }
      }),
    );
  });

  it('names the index along every dimension', () => {
    const array = ndarray(new Float64Array(24), [2, 3, 4]);
    array.data[17] = Number.NaN;
    expect(() => checkFinite(array, 'x')).toThrow('got NaN at [1][1][1].');
  });

  it('accepts numbers whose exponents have all bits between them', () => {
    expect(() => checkFinite(ndarray(new Float32Array([1.5, 2.5, -3e38])), 'x')).not.toThrow();
  });

  it('accepts large numbers and integers', () => {
    expect(() => checkFinite(ndarray(new Float64Array([1e308, -1e308])), 'x')).not.toThrow();
    expect(() => checkFinite(ndarray(new Uint8Array([255])), 'x')).not.toThrow();
  });
});

describe('checkFloat32', () => {
  // What rounds to the largest float32 is in range, half a unit above it is not.
  const largest = (2 - 2 ** -23) * 2 ** 127;
  const half = 2 ** 103;

  it('refuses doubles that become infinite as float32', () => {
    for (const sign of [1, -1]) {
      const beyond = ndarray(new Float64Array([0, 1, sign * (largest + half), 2]), [2, 2]);
      expect(() => checkFloat32(beyond, 'x')).toThrow(
        `x: expected a number within float32, up to 3.4e38, got ${sign * (largest + half)} at [1][0]. Scale the values down.`,
      );
      const within = ndarray(new Float64Array([sign * largest, sign * (largest + half / 2)]));
      expect(() => checkFloat32(within, 'x')).not.toThrow();
    }
  });

  it('refuses NaN and infinity in every type that has them', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const data of [new Float32Array([0, value]), new Float64Array([0, value])]) {
        expect(() => checkFloat32(ndarray(data), 'x')).toThrow(
          `x: expected finite numbers, got ${value} at [1].`,
        );
      }
    }
  });
});
