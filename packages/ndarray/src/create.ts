import { allocate, type DType, type TypedArray, type TypedArrayByDType } from './dtype.js';
import { NdArray } from './ndArray.js';
import { checkShape, resolveShape, sizeOf } from './shape.js';
import { fromNested, type NestedNumbers, toNdArray } from './toNdArray.js';

/**
 * An array from a typed array, which is shared and not copied, or from nested arrays of numbers, which become float32.
 *
 * @param values a typed array, a number, or nested arrays of numbers; rows may be typed arrays
 * @param shape by default that of the nesting, or one dimension; one dimension may be -1 and is worked out
 * @throws DataError for values that are not numbers, holes included; ShapeError for ragged nesting or a shape that does not
 * fit
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
export function ndarray(values: NestedNumbers, shape?: readonly number[]): NdArray<TypedArray> {
  const array = typeof values === 'number' ? fromNested(values, 'ndarray') : toNdArray(values, 'ndarray');
  return shape === undefined ? array : new NdArray(array.data, resolveShape(shape, array.size, 'ndarray'));
}

/**
 * An array of zeros.
 *
 * @param shape its dimensions
 * @param dtype its element type; float32 by default
 * @throws ShapeError for a shape that is none or that memory cannot hold, OptionError for an unknown dtype
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
