import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import { type ArrayInput, formatShape, type NdArray, ndarray } from '@neutype/ndarray';
import {
  type FittedPreparation,
  featureMean,
  type MinMaxOptions,
  minMaxScaler,
  type PreparationDescription,
  perImage,
  preparationFrom,
  standardScaler,
} from '../../src/index.js';
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

describe('a description', () => {
  it.each<[string, (x: NdArray) => FittedPreparation]>([
    ['featureMean', featureMean],
    ['minMaxScaler', (x) => minMaxScaler(x, { range: [-1, 3] })],
    ['standardScaler', standardScaler],
  ])('of %s makes the same preparation, bit for bit', (method, learn) => {
    const scaler = learn(ndarray(scalers.x));
    const { description } = scaler;
    const again = preparationFrom(description);
    expect(again.description).toEqual({ ...description, method });
    expect(again.apply(ndarray(scalers.new))).toEqual(scaler.apply(ndarray(scalers.new)));
    expect(again.invert(ndarray(scalers.new))).toEqual(scaler.invert(ndarray(scalers.new)));
    description.shift.fill(9);
    expect(again.description.shift).not.toContain(9);
  });

  const one = Float64Array.of(1);
  it.each<[string, object, string]>([
    ['an unknown method', { method: 'scaler', shift: one, factor: one }, "got 'scaler'"],
    ['no numbers', { method: 'featureMean', shift: [1], factor: one }, 'shift: expected a Float64Array'],
    [
      'other lengths',
      { method: 'featureMean', shift: one, factor: Float64Array.of(1, 2) },
      'expected 1 numbers',
    ],
    [
      'a factor of 0',
      { method: 'featureMean', shift: one, factor: new Float64Array(1) },
      'other than 0, got 0 at 0',
    ],
    [
      'NaN',
      { method: 'featureMean', shift: Float64Array.of(NaN), factor: one },
      'finite numbers, got NaN at 0',
    ],
  ])('of %s is refused', (_, description, message) => {
    expect(() => preparationFrom(description as PreparationDescription)).toThrow(message);
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

  it('accepts an array without rows', () => {
    const none = ndarray(new Float32Array(0), [0, 4]);
    expect(standardScaler(ndarray(scalers.x)).apply(none)).toBe(none);
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

describe('missing numbers', () => {
  const gaps = scalers.gaps.map((row) => row.map((value) => value ?? Number.NaN));
  const fitted = { minMaxOfGaps: minMaxScaler, standardOfGaps: standardScaler, meanOfGaps: featureMean };

  it.each(Object.keys(fitted) as (keyof typeof fitted)[])(
    "%s: NaN is left out and stays, as scikit-learn's",
    (name) => {
      const prepared = fitted[name](ndarray(gaps)).apply(ndarray(gaps));
      const wanted = scalers[name].flat();
      expect(Array.from(prepared.data, Number.isNaN)).toEqual(wanted.map((value) => value === null));
      wanted.forEach((value, i) => {
        if (value !== null) expect(Math.abs(prepared.data[i]! - value)).toBeLessThan(1e-4);
      });
    },
  );

  it('perImage leaves NaN out, and an image of nothing else as it is', () => {
    const x = perImage(ndarray([[0, Number.NaN, 2, 4, 6], new Array<number>(5).fill(Number.NaN)]));
    expectClose(
      ndarray(
        x.data.filter((value) => !Number.isNaN(value)),
        [4],
      ),
      [[-3, -1, 1, 3].map((n) => n / Math.sqrt(5))],
    );
    expect(Array.from(x.row(1).data)).toEqual(new Array<number>(5).fill(Number.NaN));
  });
});

describe('rounding', () => {
  it('a constant feature is only shifted, though its mean is rounded (scikit-learn #17794)', () => {
    const x = ndarray(new Float64Array(1000).fill(14.62), [1000, 1]);
    const { data } = standardScaler(x).apply(x);
    // 1,000 sums may each round by half a unit in the last place of 14,620, 1.8e-12: the mean by a thousandth of them all.
    expect(Math.max(...data.map(Math.abs))).toBeLessThan(1e-12);
  });

  it('does not amplify a nearly even image into noise', () => {
    // The deviation, 0.0017, counts as 1 / √4; the mean is 3.001.
    expectClose(perImage(ndarray([[3, 3, 3, 3.004]])), [[-0.002, -0.002, -0.002, 0.006]]);
  });
});

describe('the input of a preparation', () => {
  const preparations = [
    ['standardScaler', standardScaler],
    ['minMaxScaler', minMaxScaler],
    ['featureMean', featureMean],
  ] as const;

  it.each(preparations)('%s learns from integers and nested arrays', (_name, learn) => {
    const rows = [
      [0, 10],
      [64, 20],
      [128, 30],
      [255, 60],
    ];
    const bytes = ndarray(Uint8Array.from(rows.flat()), [4, 2]);
    const wanted = learn(ndarray(rows)).apply(ndarray(rows));
    expect(learn(bytes).apply(bytes.toFloat32())).toEqual(wanted);
    expect(learn(rows).apply(rows)).toEqual(wanted);
    expectClose(learn(rows.map((row) => Float32Array.from(row))).invert(wanted), rows, 1e-4);
    expect(rows[3]).toEqual([255, 60]);
  });

  it.each(preparations)('%s: numbers of nested arrays keep all their digits', (_name, learn) => {
    // Seconds since 1970, of which float32 knows every 128th.
    const times = [[1_700_000_000], [1_700_000_001], [1_700_000_003]];
    const exact = ndarray(Float64Array.from(times.flat()), [3, 1]);
    const fitted = learn(times);
    const prepared = fitted.apply(times);
    expect(prepared).toEqual(
      learn(exact)
        .apply(ndarray(exact.data.slice(), [3, 1]))
        .toFloat32(),
    );
    expect(prepared.data[2]! - prepared.data[1]!).toBeCloseTo(2 * (prepared.data[1]! - prepared.data[0]!), 5);
    expect(fitted.invert(prepared.toArray() as number[][]).dtype).toBe('float32');
  });

  it('perImage: numbers of nested arrays keep all their digits', () => {
    expectClose(perImage([[1e9, 1e9 + 2]]), [[-1, 1]]);
  });

  it('numbers beyond float32 are prepared where the results are within, and else refused', () => {
    const large = [[1e300], [3e300]];
    expectClose(minMaxScaler(large).apply(large), [[0], [1]]);
    expect(() => minMaxScaler(large).invert([[0], [1]])).toThrow(
      'minMaxScaler.invert: expected results within float32, up to 3.4e38, got 1e+300 in row 0, feature 0.',
    );
  });

  it.each([Uint8Array, Uint8ClampedArray, Int8Array, Int32Array])(
    'integers are not changed in place: %p',
    (Type) => {
      const x = ndarray(Type.of(0, 64, 100, 127), [4, 1]);
      for (const [name, learn] of preparations) {
        const fitted = learn(x);
        const inPlace = x as unknown as NdArray;
        for (const how of ['apply', 'invert'] as const) {
          expect(() => fitted[how](inPlace)).toThrow(
            `${name}.${how}: expected an array of float32 or float64, which is changed in place, got one of ${x.dtype}. ` +
              'Take x.toFloat32().',
          );
        }
      }
      expect(() => perImage(x as unknown as NdArray)).toThrow(`perImage: expected an array of float32`);
      expect(Array.from(x.data)).toEqual([0, 64, 100, 127]);
    },
  );

  it('keeps float64 as float64', () => {
    const x = ndarray(Float64Array.of(1, 2, 3), [3, 1]);
    expect(Array.from(standardScaler(x).apply(x).data)).toEqual([-Math.sqrt(1.5), 0, Math.sqrt(1.5)]);
  });
});

describe('errors', () => {
  const infinite = ndarray([
    [1, 2],
    [3, Number.NEGATIVE_INFINITY],
  ]);

  it.each([
    ['standardScaler', (x: ArrayInput) => standardScaler(x)],
    ['minMaxScaler', (x: ArrayInput) => minMaxScaler(x)],
    ['featureMean', (x: ArrayInput) => featureMean(x)],
    ['perImage', (x: ArrayInput) => perImage(x as NdArray)],
  ])('%s refuses what is infinite, no array, flat or empty', (name, learn) => {
    expect(() => learn(infinite)).toThrow(
      `${name}: expected finite numbers, or NaN for missing ones, got -Infinity in row 1, feature 1.`,
    );
    expect(() => learn([[1, 2], [3]])).toThrow(`${name}: expected rows of equal length`);
    expect(() => learn([['1']] as unknown as number[][])).toThrow(
      `${name}: expected a number, got '1' at [0][0].`,
    );
    expect(() => learn(undefined as unknown as number[][])).toThrow(
      `${name}: expected an NdArray, nested arrays`,
    );
    expect(() => learn(ndarray([1, 2]))).toThrow(
      `${name}: expected rows of features, shape [n, …] with n from 1, got [2].`,
    );
    expect(() => learn(ndarray(new Float32Array(0), [0, 3]))).toThrow('got [0, 3]');
    expect(() => learn(ndarray(new Float32Array(0), [3, 0]))).toThrow('got [3, 0]');
  });

  it.each([
    ['standardScaler', standardScaler],
    ['minMaxScaler', minMaxScaler],
    ['featureMean', featureMean],
  ] as const)('%s refuses a feature of NaN alone, and infinite numbers to apply to', (name, learn) => {
    expect(() =>
      learn([
        [1, Number.NaN],
        [2, Number.NaN],
      ]),
    ).toThrow(`${name}: expected a number in every feature, got NaN alone in feature 1.`);
    const fitted = learn([
      [1, 2],
      [3, 4],
    ]);
    expect(() => fitted.apply(infinite)).toThrow(`${name}.apply: expected finite numbers`);
    expect(() => fitted.invert(infinite)).toThrow(`${name}.invert: expected finite numbers`);
    expect(infinite.data[0]).toBe(1);
  });

  it.each([[[1, 3]], [[2, 2]], [[8, 3]], [[4, 1, 3]]])(
    'another number of features than fitted on: %j',
    (shape) => {
      const size = shape.reduce((product, length) => product * length);
      const x = ndarray(new Float32Array(size), shape);
      expect(() => standardScaler(ndarray(scalers.x)).apply(x)).toThrow(
        `standardScaler.apply: expected rows of the 4 features that it was fitted on, got the shape ${formatShape(shape)}.`,
      );
    },
  );

  it.each([
    [{ range: [1, 0] }, 'minMaxScaler, range: expected two ascending numbers, got [1, 0].'],
    [{ range: [1, 1] }, 'got [1, 1].'],
    [{ range: [0, Number.NaN] }, 'minMaxScaler, range: expected a finite number, got NaN.'],
    [{ range: 1 }, 'minMaxScaler, range: expected two ascending numbers, got 1.'],
    [{ range: '01' }, "got '01'."],
    [{ feature_range: [0, 1] }, "got 'feature_range'. It is called 'range' here."],
  ])('the options %j', (options, message) => {
    expect(() => minMaxScaler(ndarray(scalers.x), options as MinMaxOptions)).toThrow(OptionError);
    expect(() => minMaxScaler(ndarray(scalers.x), options as MinMaxOptions)).toThrow(message);
  });
});
