import { allocate, type DType, dtypeOf, type TypedArray, type TypedArrayByDType } from './dtype.js';
import { NdArray } from './NdArray.js';
import { checkShape, resolveShape, sizeOf } from './shape.js';

/** Numbers in arrays in arrays, all of one length at each depth. */
export type NestedNumbers = number | readonly NestedNumbers[];

/**
 * An array from a typed array, which is shared and not copied, or from nested arrays of numbers, which become float32.
 *
 * @param values a typed array, a number, or nested arrays of numbers
 * @param shape by default that of the nesting, or one dimension; one dimension may be -1 and is worked out
 * @throws TypeError for values that are not numbers, RangeError for ragged nesting or a shape that does not fit
 *
 * @example
 * ```ts
 * const x = ndarray([[1, 2], [3, 4]]);
 * console.log(String(x.divide(2)));
 * // [[0.5 1. ]
 * //  [1.5 2. ]]
 * const image = ndarray(new Uint8Array(784), [28, 28]);
 * ```
 */
export function ndarray<D extends TypedArray>(values: D, shape?: readonly number[]): NdArray<D>;
export function ndarray(values: NestedNumbers, shape?: readonly number[]): NdArray<Float32Array>;
export function ndarray(values: TypedArray | NestedNumbers, shape?: readonly number[]): NdArray<TypedArray> {
  if (dtypeOf(values) !== undefined) {
    const data = values as TypedArray;
    return new NdArray(data, resolveShape(shape ?? [data.length], data.length, 'ndarray'));
  }
  const nested = values as NestedNumbers;
  const nesting = shapeOfNesting(nested);
  const data = new Float32Array(sizeOf(nesting));
  copyNested(nested, nesting, data, 0, []);
  return new NdArray(data, resolveShape(shape ?? nesting, data.length, 'ndarray'));
}

/**
 * An array of zeros.
 *
 * @param shape its dimensions
 * @param dtype its element type; float32 by default
 *
 * @example
 * ```ts
 * console.log(String(zeros([2, 3], 'int32')));
 * // [[0 0 0]
 * //  [0 0 0]]
 * ```
 */
export function zeros(shape: readonly number[]): NdArray<Float32Array>;
export function zeros<T extends DType>(shape: readonly number[], dtype: T): NdArray<TypedArrayByDType[T]>;
export function zeros(shape: readonly number[], dtype: DType = 'float32'): NdArray<TypedArray> {
  checkShape(shape, 'zeros');
  return new NdArray(allocate(dtype, sizeOf(shape)), shape);
}

function shapeOfNesting(values: NestedNumbers): number[] {
  const shape: number[] = [];
  let level = values;
  while (Array.isArray(level)) {
    shape.push(level.length);
    if (level.length === 0) break;
    level = level[0] as NestedNumbers;
  }
  return shape;
}

/** Copies into `data` from `offset` on, and returns the offset behind the last element. */
function copyNested(
  values: NestedNumbers,
  shape: readonly number[],
  data: Float32Array,
  offset: number,
  path: readonly number[],
): number {
  if (shape.length === 0) {
    if (typeof values !== 'number') throw notANumber(values, path);
    data[offset] = values;
    return offset + 1;
  }
  if (!Array.isArray(values)) throw notANumber(values, path);
  if (values.length !== shape[0]) throw ragged(values.length, shape[0]!, path);
  let next = offset;
  values.forEach((inner: NestedNumbers, index) => {
    next = copyNested(inner, shape.slice(1), data, next, [...path, index]);
  });
  return next;
}

function notANumber(value: unknown, path: readonly number[]): TypeError {
  const what = Array.isArray(value)
    ? `an array of ${value.length}`
    : (JSON.stringify(value) ?? String(value));
  return new TypeError(`ndarray: expected numbers nested to one depth, got ${what} at [${path.join('][')}].`);
}

function ragged(length: number, expected: number, path: readonly number[]): RangeError {
  return new RangeError(
    `ndarray: the nested arrays must have equal lengths, got ${length} where the first has ${expected}, ` +
      `at [${path.join('][')}].`,
  );
}
