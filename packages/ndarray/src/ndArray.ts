import { checkNumber, DataError, ShapeError, shown } from '@neutype/errors';
import { applyInPlace } from './arithmetic.js';
import { allocate, type DType, dtypeOf, type FloatOf, type TypedArray } from './dtype.js';
import { formatArray } from './format/formatArray.js';
import { deviations, extremeRows, extremes, type Lanes, means, sums } from './reductions.js';
import { cannotHold, checkShape, formatShape, resolveAxis, resolveShape, sizeOf } from './shape.js';
import { type ArrayInput, toNdArray } from './toNdArray.js';
import { copyTransposed } from './transpose.js';

/** What `toArray` gives: a number, or arrays nested as deep as the array has dimensions. */
export type NestedArray = number | NestedArray[];

/**
 * A typed array and a shape, in row-major order: what goes into and comes out of Neutype.
 *
 * Made by `ndarray` and `zeros`. Arithmetic is done in place and returns the array itself; `row`, `rows` and
 * `reshape` share the data; `take`, `transpose`, `toFloat32` and the reductions make new arrays.
 *
 * @example
 * ```ts
 * const x = ndarray(pixels, [-1, 784]).toFloat32().divide(255);
 * x.subtract(x.mean(0)); // in place: no second array of the data's size
 * ```
 */
export class NdArray<D extends TypedArray = Float32Array> {
  /** The elements, the last dimension running fastest. */
  readonly data: D;
  /** The dimensions. */
  readonly shape: readonly number[];

  /**
   * @throws DataError for data that is not a typed array of numbers, ShapeError where the shape does not hold the data's
   * elements exactly
   */
  constructor(data: D, shape: readonly number[]) {
    if (dtypeOf(data) === undefined) {
      throw new DataError({ where: 'NdArray', expected: 'a typed array of numbers', received: shown(data) });
    }
    checkShape(shape, 'NdArray');
    if (sizeOf(shape) !== data.length) throw cannotHold(shape, data.length, 'NdArray');
    this.data = data;
    this.shape = [...shape];
  }

  /** The element type by NumPy's name: `'float32'`, `'uint8'`, … */
  get dtype(): DType {
    return dtypeOf(this.data)!;
  }

  /** How many elements there are. */
  get size(): number {
    return this.data.length;
  }

  /** How many dimensions there are. */
  get rank(): number {
    return this.shape.length;
  }

  /** The first dimension: how many rows, samples, images. A single number (rank 0) has none and says 0. */
  get length(): number {
    return this.shape[0] ?? 0;
  }

  /**
   * Adds, in place, a number or an array: one of the same shape, or one that has the last dimensions of it and is
   * added to every row.
   *
   * @returns this array
   * @throws ShapeError where the shapes do not go together; DataError where integers would become fractions or go beyond
   * what the array's type holds: take `toFloat32()` first
   */
  add(value: ArrayInput): this {
    applyInPlace(this, 'add', value);
    return this;
  }

  /** Subtracts in place; otherwise as {@link NdArray.add}. */
  subtract(value: ArrayInput): this {
    applyInPlace(this, 'subtract', value);
    return this;
  }

  /** Multiplies in place, element by element; otherwise as {@link NdArray.add}. */
  multiply(value: ArrayInput): this {
    applyInPlace(this, 'multiply', value);
    return this;
  }

  /**
   * Divides in place, element by element; otherwise as {@link NdArray.add}. Division by zero gives infinity or NaN, as
   * in NumPy.
   *
   * @throws DataError for an array of integers: take `toFloat32()` first
   */
  divide(value: ArrayInput): this {
    applyInPlace(this, 'divide', value);
    return this;
  }

  /** A new float32 array with the same elements, also where this one is float32 already. */
  toFloat32(): NdArray<Float32Array> {
    return new NdArray(Float32Array.from(this.data), this.shape);
  }

  /** The sum over all elements, or over one axis; computed in float64, returned as float32 for a float32 array. */
  sum(): number;
  sum(axis: number): NdArray<FloatOf<D>>;
  sum(axis?: number): number | NdArray<FloatOf<D>> {
    return axis === undefined ? sums(this.#allElements())[0]! : this.#reduceToFloat(axis, 'sum', sums);
  }

  /**
   * The mean over all elements, or over one axis; computed in float64, returned as float32 for a float32 array.
   *
   * @throws DataError where there is nothing to take the mean of
   */
  mean(): number;
  mean(axis: number): NdArray<FloatOf<D>>;
  mean(axis?: number): number | NdArray<FloatOf<D>> {
    if (axis !== undefined) return this.#reduceToFloat(axis, 'mean', means);
    this.#checkNotEmpty(this.size, 'mean');
    return means(this.#allElements())[0]!;
  }

  /**
   * The standard deviation of the population (divided by n), over all elements or over one axis; computed in float64,
   * returned as float32 for a float32 array.
   *
   * @throws DataError where there are no elements
   */
  std(): number;
  std(axis: number): NdArray<FloatOf<D>>;
  std(axis?: number): number | NdArray<FloatOf<D>> {
    if (axis !== undefined) return this.#reduceToFloat(axis, 'std', deviations);
    this.#checkNotEmpty(this.size, 'std');
    return deviations(this.#allElements())[0]!;
  }

  /** The smallest element, of all or along one axis; NaN where there is one. */
  min(): number;
  min(axis: number): NdArray<D>;
  min(axis?: number): number | NdArray<D> {
    return this.#extreme('min', -1, axis);
  }

  /** The largest element, of all or along one axis; NaN where there is one. */
  max(): number;
  max(axis: number): NdArray<D>;
  max(axis?: number): number | NdArray<D> {
    return this.#extreme('max', 1, axis);
  }

  /**
   * Where the largest element is: its index in the flat data, or its index along one axis. Of equals the first.
   *
   * @example
   * ```ts
   * ndarray([[0.1, 0.9], [0.7, 0.3]]).argmax(1).toArray(); // [1, 0]
   * ```
   */
  argmax(): number;
  argmax(axis: number): NdArray<Int32Array>;
  argmax(axis?: number): number | NdArray<Int32Array> {
    if (axis === undefined) {
      this.#checkNotEmpty(this.size, 'argmax');
      return extremeRows(this.#allElements(), 1)[0]!;
    }
    const { lanes, shape } = this.#along(axis, 'argmax');
    this.#checkNotEmpty(lanes.count, 'argmax');
    return new NdArray(extremeRows(lanes, 1), shape);
  }

  /**
   * One row, without copying: writing to it writes to this array.
   *
   * @throws ShapeError for a row that is not there
   */
  row(index: number): NdArray<D> {
    const [, ...shape] = this.#atLeastOneDimension('row');
    this.#checkRow('row', index);
    const size = sizeOf(shape);
    return new NdArray(this.data.subarray(index * size, (index + 1) * size) as D, shape);
  }

  /**
   * The rows from `start` up to, not including, `end`, without copying; negative ones count from the end, and what lies
   * beyond the ends is left out, as with `Array.slice`.
   *
   * @throws OptionError for what is no whole number
   */
  rows(start: number, end: number = this.length): NdArray<D> {
    const [, ...rest] = this.#atLeastOneDimension('rows');
    checkNumber('NdArray.rows, start', start, { whole: true });
    checkNumber('NdArray.rows, end', end, { whole: true });
    const size = sizeOf(rest);
    const first = clampIndex(start, this.length);
    const last = Math.max(first, clampIndex(end, this.length));
    return new NdArray(this.data.subarray(first * size, last * size) as D, [last - first, ...rest]);
  }

  /**
   * A copy of the rows with these indices, in this order; an index may come more than once.
   *
   * @throws ShapeError for a row that is not there
   */
  take(indices: ArrayLike<number> | NdArray<TypedArray>): NdArray<D> {
    const [, ...rest] = this.#atLeastOneDimension('take');
    const { data: chosen } = toNdArray(indices as ArrayInput, 'NdArray.take, indices', 'float64');
    const size = sizeOf(rest);
    const data = allocate(this.dtype, chosen.length * size) as D;
    for (let i = 0; i < chosen.length; i++) {
      const index = chosen[i]!;
      this.#checkRow('take', index);
      data.set(this.data.subarray(index * size, (index + 1) * size), i * size);
    }
    return new NdArray(data, [chosen.length, ...rest]);
  }

  /**
   * The same elements in another shape, without copying; one dimension may be -1 and is worked out.
   *
   * @throws ShapeError where the elements do not fit
   */
  reshape(...shape: number[]): NdArray<D> {
    if (Array.isArray(shape[0])) {
      throw new ShapeError({
        where: 'NdArray.reshape',
        expected: 'the dimensions one by one',
        received: shown(shape[0]),
        remedy: 'Write x.reshape(2, 3), not x.reshape([2, 3]).',
      });
    }
    return new NdArray(this.data, resolveShape(shape, this.size, 'NdArray.reshape'));
  }

  /**
   * A copy with the axes in another order: axis i of the result is axis `axes[i]` of this array. Without axes their order
   * is reversed, which makes rows of the columns of a matrix. Negative axes count from the end.
   *
   * @throws ShapeError for anything but each axis once
   *
   * @example
   * ```ts
   * ndarray([[1, 2, 3], [4, 5, 6]]).transpose().toArray(); // [[1, 4], [2, 5], [3, 6]]
   * const filters = zeros([32, 3, 5, 5]).transpose(2, 3, 1, 0); // PyTorch's layout to ours: [5, 5, 3, 32]
   * ```
   */
  transpose(...axes: number[]): NdArray<D> {
    const order = axes.length === 0 ? this.shape.map((_, axis) => this.rank - 1 - axis) : this.#order(axes);
    const data = allocate(this.dtype, this.size) as D;
    copyTransposed(this.data, this.shape, order, data);
    return new NdArray(
      data,
      order.map((axis) => this.shape[axis]!),
    );
  }

  /** The elements as nested arrays of numbers. */
  toArray(): NestedArray {
    if (this.rank === 0) return this.data[0]!;
    if (this.rank === 1) return Array.from(this.data);
    return Array.from({ length: this.length }, (_, index) => this.row(index).toArray());
  }

  /** The array as NumPy prints it: eight digits, columns aligned, and above 1000 elements only the corners. */
  toString(): string {
    return formatArray(this);
  }

  #order(axes: readonly number[]): readonly number[] {
    const order = axes.map((axis) => (Number.isInteger(axis) && axis < 0 ? axis + this.rank : axis));
    if (order.length === this.rank && this.shape.every((_, axis) => order.includes(axis))) return order;
    const isNested = Array.isArray(axes[0]);
    throw new ShapeError({
      where: 'NdArray.transpose',
      expected: `each axis of ${formatShape(this.shape)} once`,
      received: isNested ? shown(axes[0]) : formatShape(axes),
      ...(isNested && { remedy: 'Write x.transpose(1, 0), not x.transpose([1, 0]).' }),
    });
  }

  #allElements(): Lanes {
    return { data: this.data, outer: 1, count: this.size, inner: 1 };
  }

  #along(axis: number, where: string): { lanes: Lanes; shape: number[] } {
    const resolved = resolveAxis(axis, this.rank, `NdArray.${where}`);
    const before = this.shape.slice(0, resolved);
    const after = this.shape.slice(resolved + 1);
    return {
      lanes: { data: this.data, outer: sizeOf(before), count: this.shape[resolved]!, inner: sizeOf(after) },
      shape: [...before, ...after],
    };
  }

  #reduceToFloat(axis: number, where: string, reduce: (lanes: Lanes) => Float64Array): NdArray<FloatOf<D>> {
    const { lanes, shape } = this.#along(axis, where);
    if (where !== 'sum') this.#checkNotEmpty(lanes.count, where);
    const values = reduce(lanes);
    const data = this.dtype === 'float32' ? Float32Array.from(values) : values;
    return new NdArray(data as FloatOf<D>, shape);
  }

  #extreme(where: 'min' | 'max', sign: 1 | -1, axis: number | undefined): number | NdArray<D> {
    if (axis === undefined) {
      this.#checkNotEmpty(this.size, where);
      return extremes(this.#allElements(), sign)[0]!;
    }
    const { lanes, shape } = this.#along(axis, where);
    this.#checkNotEmpty(lanes.count, where);
    const values = extremes(lanes, sign);
    const data = allocate(this.dtype, values.length) as D;
    data.set(values);
    return new NdArray(data, shape);
  }

  #checkNotEmpty(count: number, where: string): void {
    if (count > 0) return;
    throw new DataError({
      where: `NdArray.${where}`,
      expected: 'elements to reduce',
      received: `none, the shape is ${formatShape(this.shape)}`,
    });
  }

  #checkRow(where: string, index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    const rows = this.length === 0 ? 'no row, for there is none' : `a row from 0 to ${this.length - 1}`;
    throw new ShapeError({ where: `NdArray.${where}`, expected: rows, received: shown(index) });
  }

  #atLeastOneDimension(where: string): readonly number[] {
    if (this.rank > 0) return this.shape;
    throw new ShapeError({
      where: `NdArray.${where}`,
      expected: 'an array with rows',
      received: 'a single number, of shape []',
    });
  }
}

/** Whether a value is an NdArray, also one of another copy of this package. */
export function isNdArray(value: unknown): value is NdArray<TypedArray> {
  if (typeof value !== 'object' || value === null) return false;
  const { data, shape } = value as Partial<NdArray<TypedArray>>;
  return dtypeOf(data) !== undefined && Array.isArray(shape);
}

function clampIndex(index: number, length: number): number {
  return index < 0 ? Math.max(0, length + index) : Math.min(length, index);
}
