import { checkChoice, ShapeError } from '@neutype/errors';

/** Any typed array of plain numbers. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** The element types, by NumPy's names; `uint8clamped` is the canvas's own kind of uint8. */
export type DType = keyof TypedArrayByDType;

/** Which typed array holds which element type. */
export interface TypedArrayByDType {
  float32: Float32Array;
  float64: Float64Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  uint8: Uint8Array;
  uint8clamped: Uint8ClampedArray;
  uint16: Uint16Array;
  uint32: Uint32Array;
}

/** What averages of such an array come in, as in NumPy: float32 for float32, float64 for all others. */
export type FloatOf<D extends TypedArray> = D extends Float32Array ? Float32Array : Float64Array;

const CONSTRUCTORS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  uint16: Uint16Array,
  uint32: Uint32Array,
};

/**
 * A new typed array of `length` zeros.
 *
 * @throws OptionError for an unknown dtype, ShapeError for more elements than there is memory for
 */
export function allocate<T extends DType>(dtype: T, length: number): TypedArrayByDType[T] {
  checkChoice('ndarray, dtype', dtype, Object.keys(CONSTRUCTORS));
  const ArrayType = CONSTRUCTORS[dtype];
  try {
    return new ArrayType(length) as TypedArrayByDType[T];
  } catch (cause) {
    const expected = 'a number of elements that memory can hold';
    throw new ShapeError({ where: 'ndarray', expected, received: `${length} of ${dtype}` }, { cause });
  }
}

/** The least and the greatest number that an array of integers holds. */
export function integerRange(dtype: DType): readonly [number, number] {
  const bits = 8 * CONSTRUCTORS[dtype].BYTES_PER_ELEMENT;
  return dtype.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** The dtype of a typed array, also of one that another realm made; undefined for anything else. */
export function dtypeOf(value: unknown): DType | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = (value as TypedArray)[Symbol.toStringTag]?.replace(/Array$/, '').toLowerCase();
  return name !== undefined && Object.hasOwn(CONSTRUCTORS, name) ? (name as DType) : undefined;
}

/** Whether the elements are integers. */
export function isIntegerType(dtype: DType): boolean {
  return !dtype.startsWith('float');
}
