import { describe, expect, it } from '@jest/globals';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { featureMean, minMaxScaler, perImage, standardScaler } from '../../src/index.js';
import { golden } from '../support/golden.js';

const { scalers } = golden;

function expectClose(got: NdArray, wanted: number[][], relative = 3e-6): void {
  const flat = wanted.flat();
  expect(got.size).toBe(flat.length);
  flat.forEach((value, i) => {
    expect(Math.abs(got.data[i]! - value)).toBeLessThan(relative * Math.max(1, Math.abs(value)));
  });
}

describe("prepared data is scikit-learn's", () => {
  const fitted = {
    minMax: (x: NdArray) => minMaxScaler(x),
    minMaxRange: (x: NdArray) => minMaxScaler(x, { range: [-1, 3] }),
    standard: standardScaler,
    mean: featureMean,
  };

  it.each(Object.keys(fitted) as (keyof typeof fitted)[])('%s, on training and on new data', (name) => {
    const preparation = fitted[name](ndarray(scalers.x));
    // A column of width 0.01 about 3 is known to float32's 2e-7: 2e-5 of its width.
    expectClose(preparation.apply(ndarray(scalers.x)), scalers[name][0], 1e-4);
    expectClose(preparation.apply(ndarray(scalers.new)), scalers[name][1], 1e-4);
  });

  it.each(Object.keys(fitted) as (keyof typeof fitted)[])('%s is undone by invert', (name) => {
    const preparation = fitted[name](ndarray(scalers.x));
    expectClose(preparation.invert(preparation.apply(ndarray(scalers.new))), scalers.new, 1e-4);
  });
});

describe('in place', () => {
  it('apply changes and returns the array it is given', () => {
    const x = ndarray(scalers.x);
    const { data } = x;
    const prepared = standardScaler(x).apply(x);
    expect(prepared).toBe(x);
    expect(prepared.data).toBe(data);
  });

  it('fitting changes nothing', () => {
    const x = ndarray(scalers.x);
    minMaxScaler(x);
    standardScaler(x);
    featureMean(x);
    expect(x).toEqual(ndarray(scalers.x));
  });

  it('features keep their shape', () => {
    const x = ndarray(
      new Float32Array(24).map((_, i) => i),
      [2, 3, 4],
    );
    expect(featureMean(x).apply(x).shape).toEqual([2, 3, 4]);
    expect(Array.from(x.data.subarray(0, 3))).toEqual([-6, -6, -6]);
  });
});

it('perImage brings each image to mean 0 and deviation 1, and leaves an even one even', () => {
  const x = ndarray([
    [0, 2, 4, 6],
    [3, 3, 3, 3],
  ]);
  perImage(x);
  expectClose(x, [[-3, -1, 1, 3].map((n) => n / Math.sqrt(5)), [0, 0, 0, 0]]);
});

describe('errors', () => {
  it('another number of features than fitted on', () => {
    expect(() => standardScaler(ndarray(scalers.x)).apply(ndarray([[1, 2, 3]]))).toThrow(
      'standardScaler: fitted on 4 features a row, got an array of shape [1, 3].',
    );
  });

  it('no rows, a flat array, a range upside down', () => {
    expect(() => featureMean(ndarray([1, 2]))).toThrow('featureMean: expected rows of features');
    expect(() => minMaxScaler(ndarray(new Float32Array(0), [0, 3]))).toThrow('with n from 1 up, got [0, 3]');
    expect(() => minMaxScaler(ndarray(scalers.x), { range: [1, 0] })).toThrow(
      'must be ascending, got [1, 0]',
    );
  });
});
