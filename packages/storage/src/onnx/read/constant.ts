import { NdArray } from '@neutype/ndarray';
import { onnxError } from './onnxError.js';

/** A tensor of which the file has the values, or that follows from such ones: weights, shapes, axes. */
export interface Constant {
  readonly kind: 'constant';
  readonly sizes: readonly number[];
  /** All values in row-major order; of many equal ones, a single one. */
  readonly data: ArrayLike<number>;
}

/** A constant of these values. */
export function constantOf(data: ArrayLike<number>, sizes: readonly number[] = [data.length]): Constant {
  return { kind: 'constant', sizes, data };
}

/** A constant that is everywhere the same, in the memory of a single number. */
export function filledConstant(value: number, sizes: readonly number[]): Constant {
  return { kind: 'constant', sizes, data: [value] };
}

export function countOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** Whether one number stands for all of several. */
export function isUniform({ data, sizes }: Constant): boolean {
  return data.length === 1 && countOf(sizes) !== 1;
}

/** The number that all values are; `undefined` where they differ. */
export function onlyValue({ data, sizes }: Constant): number | undefined {
  if (countOf(sizes) === 0) return undefined;
  const [first] = [data[0]];
  for (let index = 1; index < data.length; index++) if (data[index] !== first) return undefined;
  return first;
}

/**
 * Numbers that may be worked out from one file, so that a small file does not fill the memory: once as many as it can hold of
 * constants, and eight times as many of weights in other layouts.
 */
export class Allowance {
  #left: number;
  #weightsLeft: number;
  readonly #seen = new WeakSet<Float32Array>();

  constructor(fileBytes: number) {
    this.#left = fileBytes / 4 + 65_536;
    this.#weightsLeft = 8 * this.#left;
  }

  /** Counts the weights of a layer, those once that several have. */
  takeWeights(weights: Float32Array, where: string): void {
    if (this.#seen.has(weights)) return;
    this.#seen.add(weights);
    this.#weightsLeft -= weights.length;
    if (this.#weightsLeft < 0)
      throw onnxError(where, 'layers that share weights to be fewer', 'too many copies');
  }

  take(count: number, where: string): void {
    this.#left -= count;
    if (count >= 0 && this.#left >= 0) return;
    throw onnxError(where, 'constants no larger than the file', `${count} numbers`);
  }
}

/** The values one by one, also of what is stored as a single one. */
export function valuesOf(constant: Constant, allowance: Allowance, where: string): ArrayLike<number> {
  const { data, sizes } = constant;
  if (!isUniform(constant)) return data;
  const count = countOf(sizes);
  allowance.take(count, where);
  return new Float64Array(count).fill(data[0]!);
}

/** How far apart neighbors along each axis lie. */
export function stridesOf(sizes: readonly number[]): number[] {
  const strides = new Array<number>(sizes.length);
  let stride = 1;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= sizes[axis]!;
  }
  return strides;
}

/** A constant of these sizes whose values are found in another: along each axis, `strides` apart. */
export function strided(
  source: Constant,
  sizes: readonly number[],
  strides: readonly number[],
  offset = 0,
): Constant {
  if (source.data.length === 1) return { kind: 'constant', sizes, data: source.data };
  return constantOf(stridedValues(source.data, sizes, strides, offset), sizes);
}

/** The same of bare values, in the precision of weights where those are weights. */
export function stridedValues(
  data: ArrayLike<number>,
  sizes: readonly number[],
  strides: readonly number[],
  offset = 0,
): Float32Array | Float64Array {
  const count = countOf(sizes);
  const values = data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
  const inner = sizes.at(-1) ?? 1;
  const stride = strides.at(-1) ?? 0;
  const at = new Array<number>(sizes.length).fill(0);
  let from = offset;
  for (let to = 0; to < count; to += inner) {
    for (let index = 0; index < inner; index++) values[to + index] = data[from + index * stride]!;
    for (let axis = sizes.length - 2; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++at[axis]! < sizes[axis]!) break;
      from -= at[axis]! * strides[axis]!;
      at[axis] = 0;
    }
  }
  return values;
}

/** Values with their axes in another order: weights from one layout to another. Those that stay as they are are not copied. */
export function permuted(
  data: ArrayLike<number>,
  sizes: readonly number[],
  order: readonly number[],
): Float32Array {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  if (order.every((axis, place) => axis === place)) return values;
  return new NdArray(values, sizes).transpose(...order).data;
}
