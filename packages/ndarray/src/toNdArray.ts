import { DataError, ShapeError, shown } from '@neutype/errors';
import { allocate, dtypeOf, type TypedArray } from './dtype.js';
import { isFiniteThroughout } from './finite.js';
import { isNdArray, NdArray } from './ndArray.js';
import { formatPlace, placeOf } from './place.js';
import { checkShape, formatShape, sizeOf } from './shape.js';

/** Numbers in arrays in arrays, all of one length at each depth; rows may be typed arrays. */
export type NestedNumbers = number | TypedArray | readonly NestedNumbers[];

/** What functions that compute with arrays take: an `NdArray`, a typed array, or nested arrays of numbers. */
export type ArrayInput = NdArray<TypedArray> | NestedNumbers;

/** What nested numbers are read as. */
type FloatType = 'float32' | 'float64';

/**
 * Reads an array in any of its forms: the guard of every public function that takes arrays. An `NdArray` and a typed array
 * are looked at, not copied; nested arrays become float32, or float64 on request.
 *
 * @param where the argument, for messages: `train, xTrain`
 * @param dtype what nested arrays become; float32 by default
 * @throws DataError for what is no array of numbers: text, `null`, a hole, a BigInt, a number beyond the type
 * @throws ShapeError for rows of unequal lengths, or a shape that does not hold the data
 *
 * @example
 * ```ts
 * toNdArray([[1, 2], [3, 4]], 'x').shape; // [2, 2]
 * toNdArray([new Float32Array([1, 2]), new Float32Array([3, 4])], 'x').shape; // [2, 2]
 * toNdArray([[1, , 2]], 'x'); // DataError: x: expected a number, got a hole at [0][1]. …
 * ```
 */
export function toNdArray(
  values: ArrayInput,
  where: string,
  dtype: FloatType = 'float32',
): NdArray<TypedArray> {
  if (values instanceof NdArray) return values;
  if (isNdArray(values)) return fromDataAndShape(values, where);
  if (dtypeOf(values) !== undefined)
    return new NdArray(values as TypedArray, [(values as TypedArray).length]);
  if (Array.isArray(values)) return fromNested(values, where, dtype);
  throw new DataError({
    where,
    expected: 'an NdArray, nested arrays of numbers or a typed array',
    received: shown(values),
    remedy: remedyFor(values),
  });
}

/**
 * Refuses NaN and infinity, and says where the first is.
 *
 * @param where the array, for messages
 * @throws DataError
 */
export function checkFinite({ data, shape }: NdArray<TypedArray>, where: string): void {
  if (isFiniteThroughout(data)) return;
  const index = data.findIndex((value) => !Number.isFinite(value));
  throw new DataError({
    where,
    expected: 'finite numbers',
    received: `${data[index]} at ${formatPlace(placeOf(index, shape))}`,
    remedy: 'Fill in or drop missing values; dividing by the spread of a constant feature (0 / 0) makes NaN.',
  });
}

/**
 * Refuses what a network cannot compute with: NaN, infinity, and doubles that become infinite as float32.
 *
 * @param where the array, for messages
 * @throws DataError
 */
export function checkFloat32(array: NdArray<TypedArray>, where: string): void {
  checkFinite(array, where);
  const { data, shape } = array;
  if (dtypeOf(data) !== 'float64') return;
  const index = data.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (index === -1) return;
  throw new DataError({
    where,
    expected: FLOAT32_RANGE,
    received: `${data[index]} at ${formatPlace(placeOf(index, shape))}`,
    remedy: SCALE_REMEDY,
  });
}

/**
 * Refuses what is no number of something of which there are so many: whole numbers from 0 to `below` - 1.
 *
 * @param where the array, for messages
 * @param layer whose numbers they are, for messages
 * @throws DataError
 */
export function checkIndices(
  { data, shape }: NdArray<TypedArray>,
  where: string,
  { below, layer }: { readonly below: number; readonly layer: string },
): void {
  const index = data.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < below));
  if (index === -1) return;
  throw new DataError({
    where,
    expected: `whole numbers from 0 to ${below - 1}, which layer ${layer} has rows for`,
    received: `${data[index]} at ${formatPlace(placeOf(index, shape))}`,
  });
}

/** Arrays of another realm or copy of this package, or of a message between threads. */
function fromDataAndShape({ data, shape }: NdArray<TypedArray>, where: string): NdArray<TypedArray> {
  checkShape(shape, where);
  if (sizeOf(shape) === data.length) return new NdArray(data, shape);
  throw new ShapeError({
    where,
    expected: `${sizeOf(shape)} elements for the shape ${formatShape(shape)}`,
    received: `${data.length}`,
  });
}

/** Reads nested arrays, a number included. */
export function fromNested(
  values: NestedNumbers,
  where: string,
  dtype: FloatType = 'float32',
): NdArray<Float32Array | Float64Array> {
  const shape = shapeOfNesting(values, where);
  const data = allocate(dtype, sizeOf(shape));
  new NestingReader(shape, data, where).read(values);
  return new NdArray(data, shape);
}

/** Deeper than any array of data; an array that holds itself has no end. */
const DEEPEST_NESTING = 32;

function shapeOfNesting(values: NestedNumbers, where: string): number[] {
  const shape: number[] = [];
  let level: unknown = values;
  while (isRow(level)) {
    shape.push(level.length);
    if (shape.length > DEEPEST_NESTING) {
      throw new ShapeError({
        where,
        expected: `at most ${DEEPEST_NESTING} dimensions`,
        received: 'arrays nested deeper, or one that holds itself',
      });
    }
    if (level.length === 0) break;
    level = level[0];
  }
  return shape;
}

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || dtypeOf(value) !== undefined;
}

/** Copies nested arrays into flat data, and knows where it is when something is wrong. */
class NestingReader {
  readonly #shape: readonly number[];
  readonly #data: Float32Array | Float64Array;
  readonly #where: string;
  readonly #place: number[] = [];
  #next = 0;

  constructor(shape: readonly number[], data: Float32Array | Float64Array, where: string) {
    this.#shape = shape;
    this.#data = data;
    this.#where = where;
  }

  read(values: unknown): void {
    const depth = this.#place.length;
    if (depth === this.#shape.length) {
      this.#readNumber(values);
      return;
    }
    if (!isRow(values)) throw this.#unexpected(`${this.#shape[depth]} values`, values, NESTING_REMEDY);
    const length = this.#shape[depth]!;
    if (values.length !== length) throw this.#ragged(values.length, length);
    for (let index = 0; index < length; index++) {
      this.#place[depth] = index;
      if (!(index in values)) throw this.#missing();
      this.read(values[index]);
    }
    this.#place.length = depth;
  }

  #readNumber(value: unknown): void {
    if (typeof value !== 'number') {
      throw this.#unexpected('a number', value, typeof value === 'object' ? NESTING_REMEDY : NUMBER_REMEDY);
    }
    this.#data[this.#next] = value;
    if (Number.isFinite(value) && !Number.isFinite(this.#data[this.#next]!)) {
      throw this.#unexpected(FLOAT32_RANGE, value, SCALE_REMEDY);
    }
    this.#next++;
  }

  #unexpected(expected: string, received: unknown, remedy: string): DataError {
    return new DataError({
      where: this.#where,
      expected,
      received: `${shown(received)}${this.#at()}`,
      remedy,
    });
  }

  #missing(): DataError {
    return new DataError({
      where: this.#where,
      expected: 'a number',
      received: `a hole${this.#at()}`,
      remedy: 'Fill it in: an array with holes has fewer values than its length says.',
    });
  }

  #ragged(length: number, expected: number): ShapeError {
    return new ShapeError({
      where: this.#where,
      expected: `rows of equal length, ${expected} as the first`,
      received: `${length}${this.#at()}`,
    });
  }

  #at(): string {
    return this.#place.length === 0 ? '' : ` at ${formatPlace(this.#place)}`;
  }
}

const FLOAT32_RANGE = 'a number within float32, up to 3.4e38';
const SCALE_REMEDY = 'Scale the values down.';
const NESTING_REMEDY = 'Nest all rows to one depth.';
const NUMBER_REMEDY = 'Convert the values to numbers first.';

function remedyFor(values: unknown): string {
  const isTensor = typeof values === 'object' && values !== null && 'dataSync' in values;
  if (isTensor) return 'Read the tensor first: ndarray(await tensor.data(), tensor.shape).';
  return 'Give ndarray(values, shape), or nested arrays with one row a sample.';
}
