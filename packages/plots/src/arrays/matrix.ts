import { PlotError } from '../PlotError.js';

/** Whatever holds numbers in a row: an array or a typed array. */
export type NumberList = ArrayLike<number>;

/** Whatever has `data` and a `shape`: an `NdArray` of `@neutype/ndarray`, or a plain object. */
export interface ShapedArray {
  readonly data: NumberList;
  readonly shape: readonly number[];
}

/** Nested lists or a shaped array of two dimensions. */
export type MatrixLike = ShapedArray | ArrayLike<NumberList>;

export interface Matrix {
  readonly data: NumberList;
  readonly rows: number;
  readonly columns: number;
}

export const isShaped = (value: unknown): value is ShapedArray =>
  typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;

const isNested = (value: unknown): value is ArrayLike<NumberList> => {
  const first = (value as ArrayLike<unknown>)[0];
  return typeof first === 'object' && first !== null && 'length' in first;
};

/** The values of a list or a one-dimensional shaped array. */
export const toList = (where: string, values: NumberList | ShapedArray): NumberList => {
  if (!isShaped(values)) return values;
  const longSides = values.shape.filter((side) => side !== 1).length;
  if (longSides > 1) {
    throw new PlotError(`${where}: expected one dimension, got shape [${values.shape.join(', ')}].`);
  }
  return values.data;
};

/** Two dimensions, whatever form they came in. */
export const toMatrix = (where: string, values: MatrixLike | NumberList): Matrix => {
  if (isShaped(values)) return fromShaped(where, values);
  if (!isNested(values)) {
    throw new PlotError(
      `${where}: expected a matrix (nested arrays, or an object with data and shape), got a flat list of ` +
        `${(values as NumberList).length} numbers. Give it a shape: { data, shape: [rows, columns] }.`,
    );
  }
  const columns = values[0]?.length ?? 0;
  const data = new Float64Array(values.length * columns);
  for (let row = 0; row < values.length; row++) {
    const line = values[row]!;
    if (line.length !== columns) {
      throw new PlotError(
        `${where}: row ${row} has ${line.length} columns, row 0 has ${columns}. Give rows of one length.`,
      );
    }
    data.set(Array.from(line), row * columns);
  }
  return { data, rows: values.length, columns };
};

const fromShaped = (where: string, { data, shape }: ShapedArray): Matrix => {
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2) {
    throw new PlotError(`${where}: expected shape [rows, columns], got [${shape.join(', ')}]. Reshape it.`);
  }
  if (rows * columns !== data.length) {
    throw new PlotError(
      `${where}: shape [${shape.join(', ')}] needs ${rows * columns} values, got ${data.length}.`,
    );
  }
  return { data, rows, columns };
};
