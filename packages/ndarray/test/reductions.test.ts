import { describe, expect, it } from '@jest/globals';
import { DataError, ShapeError, shown } from '@neutype/errors';
import { NdArray, ndarray, zeros } from '../src/index.js';
import { arrayOf, type GoldenArray, numbers, readGolden } from './golden.js';

type Name = 'sum' | 'mean' | 'std' | 'min' | 'max';
type Values = readonly (number | string)[];
type Reduced = GoldenArray & {
  readonly axis: number;
  readonly argmax: number[];
  readonly meanAsNumPy: Values;
} & Record<Name, Values>;

const REDUCTIONS: Name[] = ['sum', 'mean', 'std', 'min', 'max'];

describe.each(readGolden<Reduced>('reductions'))('as NumPy, $dtype $shape over axis $axis', (golden) => {
  const array = arrayOf(golden);

  it.each(REDUCTIONS)('%s', (name) => {
    const reduced = array[name](golden.axis);
    const expected = numbers(golden[name]);
    expect(reduced.shape).toEqual(golden.shape.filter((_, axis) => axis !== golden.axis));
    expect(reduced.size).toBe(expected.length);
    expectClose(reduced.data, expected, 2 ** -24);
  });

  it('gives the mean, which NumPy rounds to float32 after every row', () => {
    expectClose(array.mean(golden.axis).data, numbers(golden.meanAsNumPy), 1e-6);
  });

  it('argmax', () => {
    expect([...array.argmax(golden.axis).data]).toEqual(golden.argmax);
  });

  it('counts a negative axis from the end', () => {
    expect(array.sum(golden.axis - golden.shape.length)).toEqual(array.sum(golden.axis));
  });
});

describe('precision', () => {
  it('is that of float64, so that a mean of many equal numbers is that number', () => {
    const tenths = zeros([1_000_000, 2]).add(0.1);
    expect([...tenths.mean(0).data]).toEqual([Math.fround(0.1), Math.fround(0.1)]);
    expect(tenths.std(0).data.every((value) => value < 1e-12)).toBe(true);
  });

  it('does not lose the spread of numbers far from zero', () => {
    const far = ndarray(Float64Array.from({ length: 1000 }, (_, index) => 1e9 + (index % 2)));
    expect(far.std()).toBeCloseTo(0.5, 9);
  });
});

describe('a reduction over all elements', () => {
  const array = ndarray([
    [3, 1, 2],
    [6, 5, 4],
  ]);

  it('gives a number', () => {
    expect([array.sum(), array.mean(), array.min(), array.max(), array.argmax()]).toEqual([21, 3.5, 1, 6, 3]);
    expect(array.std()).toBeCloseTo(Math.sqrt(35 / 12), 12);
  });
});

describe('types of the results', () => {
  it('are float32 for float32 and float64 for all others, as in NumPy', () => {
    expect(zeros([2, 2]).mean(0).dtype).toBe('float32');
    expect(zeros([2, 2], 'uint8').mean(0).dtype).toBe('float64');
    expect(zeros([2, 2], 'float64').std(0).dtype).toBe('float64');
  });

  it('stay for min and max, and are int32 for argmax', () => {
    expect(zeros([2, 2], 'uint8').max(0).dtype).toBe('uint8');
    expect(zeros([2, 2], 'uint8').min(1).data).toEqual(new Uint8Array(2));
    expect(zeros([2, 2], 'uint8').argmax(1).dtype).toBe('int32');
  });

  it('hold sums that would not fit the elements', () => {
    expect(zeros([1000, 1], 'uint8').add(255).sum(0).toArray()).toEqual([255_000]);
  });
});

describe('NaN', () => {
  const array = ndarray([
    [1, Number.NaN, 3],
    [4, 5, Number.NaN],
  ]);

  it('is propagated, and argmax returns the first', () => {
    expect(array.max(0).toArray()).toEqual([4, Number.NaN, Number.NaN]);
    expect(array.min(1).toArray()).toEqual([Number.NaN, Number.NaN]);
    expect(array.argmax(1).toArray()).toEqual([1, 2]);
    expect(array.sum()).toBeNaN();
  });

  it('at the start is what argmax returns, whatever follows', () => {
    const lane = ndarray([1, Number.NaN, 2, Number.NaN]);
    expect([lane.argmax(), lane.max(), lane.min()]).toEqual([1, Number.NaN, Number.NaN]);
    expect(ndarray([Number.NaN, 5, Number.NaN]).argmax()).toBe(0);
  });
});

describe('argmax', () => {
  it('takes the first of equals', () => {
    expect(
      ndarray([
        [1, 3, 3],
        [2, 2, 1],
      ])
        .argmax(1)
        .toArray(),
    ).toEqual([1, 0]);
  });

  it('turns one-hot rows back into labels', () => {
    const labels = [3, 0, 9];
    const oneHot = zeros([3, 10]);
    labels.forEach((label, row) => {
      oneHot.data[row * 10 + label] = 1;
    });
    expect(oneHot.argmax(1).toArray()).toEqual(labels);
  });
});

describe('errors', () => {
  it('name an axis that does not exist', () => {
    expect(() => zeros([2, 3]).mean(2)).toThrow(
      'NdArray.mean: expected an axis from -2 to 1 for an array of rank 2, got 2.',
    );
    expect(() => zeros([2, 3]).argmax(-3)).toThrow(ShapeError);
    expect(() => ndarray(1).sum(0)).toThrow('NdArray.sum: expected no axis for a single number, got 0.');
  });

  it.each([null, '0', 0.5, Number.NaN, 0n, {}])('refuse %p as axis', (axis) => {
    for (const name of [...REDUCTIONS, 'argmax'] as const) {
      expect(() => zeros([2, 3])[name](axis as number)).toThrow(
        `NdArray.${name}: expected an axis from -2 to 1 for an array of rank 2, got ${shown(axis)}.`,
      );
    }
  });

  it('say that there is nothing to reduce, where NumPy gives NaN or fails', () => {
    for (const name of ['mean', 'std', 'min', 'max', 'argmax'] as const) {
      expect(() => zeros([0, 3])[name](0)).toThrow(
        `NdArray.${name}: expected elements to reduce, got none, the shape is [0, 3].`,
      );
      expect(() => zeros([0])[name]()).toThrow(DataError);
    }
  });

  it('are not thrown for an empty sum, which is 0, or for an array without lanes', () => {
    expect(zeros([0]).sum()).toBe(0);
    expect(zeros([0, 3]).sum(0).toArray()).toEqual([0, 0, 0]);
    expect(zeros([3, 0]).mean(0)).toEqual(new NdArray(new Float32Array(0), [0]));
  });
});

/** Expects numbers that agree to a relative error, that of rounding once to float32 where it is 2^-24. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[], relativeError: number): void {
  expected.forEach((value, index) => {
    expect(Math.abs(actual[index]! - value)).toBeLessThanOrEqual(Math.abs(value) * relativeError);
  });
}
