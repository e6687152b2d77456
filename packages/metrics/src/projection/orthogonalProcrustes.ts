import { ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, NdArray } from '@neutype/ndarray';
import { addTo, orthonormalize, singularVectors, unitVector } from './singularVectors.js';
import { readTable, type Table } from './table.js';

/** What `orthogonalProcrustes` finds. */
export interface OrthogonalProcrustes {
  /** The points turned, and mirrored where that is nearer: `[points, dimensions]`. */
  readonly aligned: NdArray<Float64Array>;
  /** What turns them, an orthogonal matrix that points are multiplied by from the left. */
  readonly rotation: NdArray<Float64Array>;
  /** The sum of the singular values of `pointsᵀ onto`: 0 where the points say nothing on how to turn them. */
  readonly scale: number;
}

/**
 * Turns points, or mirrors them, so that each comes as near as can be to its own place among others: the rotation that
 * makes the sum of squared distances smallest. So one projection follows another without jumping.
 *
 * The rotation and the scale are those of SciPy's `orthogonal_procrustes`. Points are turned around the origin; they are
 * neither moved nor scaled. Where the points say nothing on how to turn them, as when all are 0, they stay as they are.
 *
 * Schönemann, "A generalized solution of the orthogonal Procrustes problem", 1966.
 *
 * @param points `[points, dimensions]`
 * @param onto as many, in the same order
 * @throws DataError for numbers that are not finite; ShapeError for anything but two tables of one shape
 *
 * @example
 * ```ts
 * const { aligned } = orthogonalProcrustes([[0, 1], [-2, 0]], [[1, 0], [0, 2]]);
 * console.log(aligned.toArray()); // [ [ 1, 0 ], [ 0, 2 ] ]
 * ```
 */
export function orthogonalProcrustes(points: ArrayInput, onto: ArrayInput): OrthogonalProcrustes {
  const from = readTable('orthogonalProcrustes, points', points);
  const to = readTable('orthogonalProcrustes, onto', onto);
  if (from.rows !== to.rows || from.columns !== to.columns) {
    throw new ShapeError({
      where: 'orthogonalProcrustes, onto',
      expected: `an array of the shape of points, ${formatShape([from.rows, from.columns])}`,
      received: formatShape([to.rows, to.columns]),
    });
  }
  const { columns } = from;
  const { scaled, right, values } = singularVectors(crossProduct(from, to));
  const left = leftVectors(scaled, values);
  const rotation = new Float64Array(columns * columns);
  for (const [index, u] of left.entries()) {
    u.forEach((value, row) => {
      addTo(rotation.subarray(row * columns, (row + 1) * columns), value, right[index]!);
    });
  }
  return {
    aligned: new NdArray(turned(from, rotation), [from.rows, columns]),
    rotation: new NdArray(rotation, [columns, columns]),
    scale: values.reduce((sum, value) => sum + value, 0),
  };
}

/** The columns of `fromᵀ to`. */
function crossProduct(from: Table, to: Table): readonly Float64Array[] {
  const { rows, columns } = from;
  const product = Array.from({ length: columns }, () => new Float64Array(columns));
  for (let row = 0; row < rows; row++) {
    const source = from.data.subarray(row * columns, (row + 1) * columns);
    product.forEach((column, index) => {
      addTo(column, to.data[row * columns + index]!, source);
    });
  }
  return product;
}

/** The columns as unit vectors; what is 0 becomes any direction that none of the others has. */
function leftVectors(scaled: readonly Float64Array[], values: readonly number[]): readonly Float64Array[] {
  const smallest = 1e-14 * (values[0] ?? 0);
  const found: Float64Array[] = [];
  scaled.forEach((column, index) => {
    const size = values[index]!;
    if (size > smallest) found.push(column.map((value) => value / size));
  });
  for (let axis = 0; found.length < scaled.length; axis++) {
    const direction = unitVector(scaled.length, axis);
    if (orthonormalize(direction, found)) found.push(direction);
  }
  return found;
}

function turned({ data, rows, columns }: Table, rotation: Float64Array): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const target = result.subarray(row * columns, (row + 1) * columns);
    for (let axis = 0; axis < columns; axis++) {
      addTo(target, data[row * columns + axis]!, rotation.subarray(axis * columns, (axis + 1) * columns));
    }
  }
  return result;
}
