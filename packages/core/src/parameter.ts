import {
  checkFlag,
  checkOptions,
  DataError,
  DisposedError,
  NotInitializedError,
  OptionError,
  optionNames,
  ShapeError,
  shown,
} from '@neutype/errors';
import { formatShape, isNdArray, type NdArray, sameShape, sizeOf, type TypedArray } from '@neutype/ndarray';
import { reshape, slice, tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { engineCapabilities } from './backends/capabilities.js';
import { assignInPlace } from './operations/assign.js';
import type { Shape } from './shape.js';

/** A flat list of numbers, in row-major order, or an array of the parameter's shape. */
export type ParameterValues = ArrayLike<number> | NdArray<TypedArray>;

export interface ParameterOptions {
  /** Unique within its network: `relu-1.weight`. */
  readonly name: string;
  readonly shape: Shape;
  /** Whether it is learned; `true` unless said otherwise. A parameter that is learned may be frozen for a time. */
  readonly trainable?: boolean;
  /** Copied. Without it the parameter has no values until {@link Parameter.write}. */
  readonly values?: ParameterValues;
}

/** How many values {@link Parameter.pieces} gives at a time: a megabyte, which caches hold. */
const PIECE = 2 ** 18;

/** What all names of a parameter have in common. */
interface Held {
  /** Whether it is learned, rather than gathered as running means are. */
  readonly isLearned: boolean;
  trainable: boolean;
  values?: Float32Array | undefined;
  variable?: Variable | undefined;
  disposed: boolean;
}

const PARAMETER_OPTIONS = optionNames<ParameterOptions>({
  name: true,
  shape: true,
  trainable: true,
  values: true,
});

/**
 * Numbers that a network learns (or gathers, if not trainable).
 *
 * They stay in a host array until a backend first needs them, so that a network can be built, initialized, printed and
 * saved before any backend is chosen. On a backend they stay until `dispose` or `release`: tfjs holds every variable, so
 * dropping a parameter frees nothing there.
 *
 * @example
 * ```ts
 * const weight = new Parameter({ name: 'dense.weight', shape: [784, 10] });
 * weight.write(random(0).fillNormal(new Float32Array(weight.size), 0, 0.05));
 * const logits = dense(x, weight.variable);
 * ```
 */
export class Parameter {
  readonly name: string;
  readonly shape: Shape;
  /** Itself, or what it is another name for: the same for all that hold the same values. */
  readonly source: Parameter;
  readonly #held: Held;

  constructor(options: ParameterOptions, source?: Parameter) {
    checkOptions('parameter', options, PARAMETER_OPTIONS);
    const { name, shape, trainable = true, values } = options;
    checkName(name);
    checkShape(shape, `parameter ${name}, shape`);
    checkFlag(`parameter ${name}, option trainable`, trainable);
    this.name = name;
    this.shape = [...shape];
    this.source = source?.source ?? this;
    this.#held = source ? source.#held : { isLearned: trainable, trainable, disposed: false };
    if (values !== undefined) this.write(values);
  }

  /** The same values under another name: what changes one changes the other, and so does freezing. */
  named(name: string): Parameter {
    const { shape, trainable } = this;
    return name === this.name ? this : new Parameter({ name, shape, trainable }, this);
  }

  /**
   * Whether optimizers update it. May be changed at any time, also while a network is trained: the next update leaves
   * a frozen parameter as it is, and what optimizers remember of it waits for the day when it is trained again.
   *
   * @throws OptionError where one that was made with `trainable: false` is to be trained
   */
  get trainable(): boolean {
    return this.#held.trainable;
  }

  set trainable(value: boolean) {
    checkFlag(`parameter ${this.name}, trainable`, value);
    if (value && !this.#held.isLearned) throw this.#isGathered();
    this.#held.trainable = value;
    if (this.#held.variable !== undefined) this.#held.variable.trainable = value;
  }

  /** Whether it was made to be trained, and is not at present. */
  get frozen(): boolean {
    return this.#held.isLearned && !this.#held.trainable;
  }

  /** How many numbers it has. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether it has values. */
  get initialized(): boolean {
    return this.#held.values !== undefined || this.#held.variable !== undefined;
  }

  /**
   * The values on the current backend, created there at the first use. Updated in place by optimizers, and by `assign`
   * where the backend can and nobody holds a clone.
   *
   * @throws NotInitializedError before it has values
   */
  get variable(): Variable {
    if (this.#held.variable === undefined) {
      const values = this.#hostValues();
      this.#held.variable = tidy(() =>
        assignInPlace(variable(tensor(values, [...this.shape], 'float32'), this.#held.trainable)),
      );
      this.#held.values = undefined;
    }
    return this.#held.variable;
  }

  /** A copy of the values. */
  async read(): Promise<Float32Array> {
    if (this.#held.variable === undefined) return this.#hostValues().slice();
    return (await this.#held.variable.data<'float32'>()).slice();
  }

  /**
   * The values in pieces, one after another, for what puts them somewhere at once, such as into a file: however many they
   * are, no more than {@link PIECE} of them are copied at a time. A piece is not to be changed, nor kept: the next one may take
   * its place.
   */
  async *pieces(): AsyncGenerator<Float32Array, void> {
    const { variable: held } = this.#held;
    if (held === undefined) {
      yield this.#hostValues();
      return;
    }
    const buffer = new Float32Array(Math.min(PIECE, this.size));
    for (let begin = 0; begin < this.size; begin += PIECE) {
      const piece = buffer.subarray(0, this.size - begin);
      await readInto(held, begin, piece);
      yield piece;
    }
  }

  /**
   * Replaces all values by a copy of these. NaN and infinity may be among them, as in masks.
   *
   * @param values a flat list of numbers, or an `NdArray` of the parameter's shape
   * @throws DataError if there are too many or too few, or one is no number or beyond float32
   * @throws ShapeError for an `NdArray` of another shape
   */
  write(values: ParameterValues): void {
    this.#assertInUse();
    const where = `parameter ${this.name}`;
    const flat = isNdArray(values) ? this.#dataOf(values) : values;
    const { length } = (flat ?? {}) as Partial<ArrayLike<number>>;
    if (length !== this.size) {
      const first: unknown = Array.isArray(flat) ? flat[0] : undefined;
      if (typeof first === 'object') throw unexpected(where, 'a number', first, 0);
      throw new DataError({
        where,
        expected: `${this.size} values for shape ${formatShape(this.shape)}`,
        received: length === undefined ? shown(flat) : `${length}`,
      });
    }
    this.#take(toFloat32(flat, where));
  }

  /**
   * As {@link Parameter.write}, without a copy: the array becomes the parameter's own, and is not to be changed any more.
   */
  adopt(values: Float32Array): void {
    this.#assertInUse();
    if (values instanceof Float32Array && values.length === this.size) {
      this.#take(values);
      return;
    }
    throw new DataError({
      where: `parameter ${this.name}`,
      expected: `${this.size} values for shape ${formatShape(this.shape)} in a Float32Array`,
      received: values instanceof Float32Array ? `${values.length}` : shown(values),
    });
  }

  #take(values: Float32Array): void {
    const held = this.#held.variable;
    if (held === undefined) this.#held.values = values;
    else tidy(() => held.assign(tensor(values, [...this.shape], 'float32')));
  }

  /**
   * Takes the values back to the host and frees the variable; the next use creates it on the backend that is then
   * current.
   */
  async release(): Promise<void> {
    const held = this.#held.variable;
    if (held === undefined) return;
    this.#held.values = await this.read();
    this.#held.variable = undefined;
    held.dispose();
  }

  /** Frees everything; the parameter cannot be used any more. */
  dispose(): void {
    this.#held.variable?.dispose();
    this.#held.variable = undefined;
    this.#held.values = undefined;
    this.#held.disposed = true;
  }

  #hostValues(): Float32Array {
    this.#assertInUse();
    if (this.#held.values !== undefined) return this.#held.values;
    throw new NotInitializedError({
      where: `parameter ${this.name}`,
      expected: 'values',
      received: 'none yet',
      remedy: 'Call initialize(random(seed)) on its network first, or write() the values.',
    });
  }

  #dataOf({ data, shape }: NdArray<TypedArray>): TypedArray {
    if (shape.length === 1 || sameShape(shape, this.shape)) return data;
    throw new ShapeError({
      where: `parameter ${this.name}`,
      expected: `values of shape ${formatShape(this.shape)}`,
      received: `values of shape ${formatShape(shape)}`,
    });
  }

  #isGathered(): OptionError {
    return new OptionError({
      where: `parameter ${this.name}, trainable`,
      expected: 'false, because it was made with trainable: false, as what a layer gathers by itself is',
      received: 'true',
      remedy: 'Make it trainable, and freeze it until then.',
    });
  }

  #assertInUse(): void {
    if (!this.#held.disposed) return;
    throw new DisposedError({
      where: `parameter ${this.name}`,
      expected: 'one that is in use',
      received: 'a disposed one',
    });
  }
}

function checkName(name: unknown): void {
  if (typeof name === 'string') return;
  throw new OptionError({
    where: 'parameter, option name',
    expected: 'a text',
    received: shown(name),
  });
}

function checkShape(shape: unknown, where: string): void {
  if (!Array.isArray(shape)) {
    throw new ShapeError({ where, expected: 'an array of lengths', received: shown(shape) });
  }
  if (shape.every((length) => Number.isSafeInteger(length) && length >= 0)) return;
  throw new ShapeError({ where, expected: 'whole numbers from 0', received: formatShape(shape) });
}

/** A copy. What is no number would become NaN or 0, and what is too large infinite. */
function toFloat32(values: ArrayLike<number>, where: string): Float32Array {
  const copy = new Float32Array(values.length);
  if (values instanceof Float32Array) {
    copy.set(values);
    return copy;
  }
  for (let i = 0; i < copy.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== 'number') throw unexpected(where, 'a number', value, i);
    copy[i] = value;
    if (Number.isFinite(value) && !Number.isFinite(copy[i])) {
      throw unexpected(where, 'a number within float32, up to 3.4e38', value, i);
    }
  }
  return copy;
}

function unexpected(where: string, expected: string, value: unknown, index: number): DataError {
  return new DataError({
    where,
    expected,
    received: `${shown(value)} at ${index}`,
    remedy: 'Give a flat list of numbers or an NdArray; network.write takes nested arrays too.',
  });
}

/** Copies values of a variable, as many as `target` holds, from `begin` on. */
async function readInto(held: Variable, begin: number, target: Float32Array): Promise<void> {
  const engine = engineCapabilities();
  if (engine.readInto) {
    engine.readInto(held, begin, target);
    return;
  }
  const piece = tidy(() => slice(reshape(held, [held.size]), [begin], [target.length]));
  try {
    target.set(await piece.data<'float32'>());
  } finally {
    piece.dispose();
  }
}
