import { checkCount, checkNumber, checkOptions, DataError, optionNames } from '@neutype/errors';
import { type ArrayInput, NdArray } from '@neutype/ndarray';
import { leadingComponents } from './leadingComponents.js';
import { readTable, type Table } from './table.js';

/** Options of `principalComponents`. */
export interface PrincipalComponentsOptions {
  /** How many directions. 2 by default, for a picture. */
  readonly components?: number;
  /**
   * How far a direction may be from where it belongs, relative to the largest variance. 1e-10 by default; 1e-3 is enough for a
   * picture, and several times as fast.
   */
  readonly tolerance?: number;
}

/** What `principalComponents` finds. */
export interface PrincipalComponents {
  /** The samples along these directions, `[samples, components]`. */
  readonly points: NdArray<Float64Array>;
  /** The directions, orthonormal, the one that the samples differ most along first: `[components, features]`. */
  readonly components: NdArray<Float64Array>;
  /** The mean sample, `[features]`, which lies at the origin of `points`. */
  readonly mean: NdArray<Float64Array>;
  /** The variance of the samples along each direction, falling. */
  readonly explainedVariance: readonly number[];
  /** The same as shares of the variance of all features, 0 where that is 0. */
  readonly explainedVarianceRatio: readonly number[];
}

const OPTIONS = optionNames<PrincipalComponentsOptions>({
  components: true,
  tolerance: true,
});

/**
 * Principal component analysis: the few directions along which samples differ most, and where the samples lie along
 * them. For a picture of what a layer of a network makes of its inputs.
 *
 * The values are those of scikit-learn's `PCA`, the sign of each direction too: its largest number is positive. Only the
 * leading directions are computed, in a Krylov space, so it is fast for thousands of features too: 400 samples of 300
 * features take some tens of milliseconds.
 *
 * @param x samples `[samples, features]`, at least two
 * @throws DataError for numbers that are not finite, fewer than two samples, and more components than samples or
 * features; ShapeError for anything but a table; OptionError for options that there are not
 *
 * @example
 * ```ts
 * const { points, explainedVarianceRatio } = principalComponents([[0, 0, 1], [1, 1, 1], [2, 2, 1], [3, 3, 2]]);
 * console.log(points.shape, explainedVarianceRatio[0]); // [ 4, 2 ] 0.9733…
 * ```
 */
export function principalComponents(
  x: ArrayInput,
  options: PrincipalComponentsOptions = {},
): PrincipalComponents {
  checkOptions('principalComponents', options, OPTIONS);
  const { components: count = 2, tolerance = 1e-10 } = options;
  checkCount('principalComponents, components', count);
  checkNumber('principalComponents, tolerance', tolerance, { above: 0, below: 1 });
  const table = readTable('principalComponents, x', x);
  const { rows, columns } = table;
  checkEnough(table, count);
  const mean = subtractMean(table);
  const found = leadingComponents(table, count, tolerance);
  const total = table.data.reduce((sum, value) => sum + value * value, 0);
  const points = new Float64Array(rows * count);
  const components = new Float64Array(count * columns);
  found.forEach(({ direction, along }, index) => {
    const sign = signOf(direction);
    components.set(
      direction.map((value) => sign * value),
      index * columns,
    );
    along.forEach((value, row) => {
      points[row * count + index] = sign * value;
    });
  });
  return {
    points: new NdArray(points, [rows, count]),
    components: new NdArray(components, [count, columns]),
    mean: new NdArray(mean, [columns]),
    explainedVariance: found.map(({ squares }) => squares / (rows - 1)),
    explainedVarianceRatio: found.map(({ squares }) => (total === 0 ? 0 : squares / total)),
  };
}

function checkEnough({ rows, columns }: Table, count: number): void {
  if (rows >= 2 && count <= Math.min(rows, columns)) return;
  throw new DataError({
    where: 'principalComponents, x',
    expected: `at least ${Math.max(2, count)} samples of at least ${count} features`,
    received: `${rows} of ${columns}`,
  });
}

function subtractMean({ data, rows, columns }: Table): Float64Array {
  const mean = new Float64Array(columns);
  data.forEach((value, index) => {
    mean[index % columns]! += value / rows;
  });
  data.forEach((value, index) => {
    data[index] = value - mean[index % columns]!;
  });
  return mean;
}

/** That which makes the largest number of a direction positive. */
function signOf(direction: Float64Array): 1 | -1 {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? -1 : 1;
}
