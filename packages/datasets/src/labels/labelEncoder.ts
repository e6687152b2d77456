import { NdArray, type TypedArray } from '@neutype/ndarray';
import { classesOf, type Labels } from './classesOf.js';

/** Numbers for labels, and labels for numbers. */
export interface LabelEncoder<L extends string | number | boolean> {
  /** The labels in sorted order: what number i stands for. */
  readonly classes: readonly L[];
  /** The number of each label, as int32. @throws RangeError for a label that was not there when fitted */
  encode(labels: Labels): NdArray<Int32Array>;
  /** The label of each number. @throws RangeError for a number without a label */
  decode(indices: ArrayLike<number> | NdArray<Int32Array>): L[];
}

/**
 * Numbers labels from 0 up, in sorted order: scikit-learn's `LabelEncoder`.
 *
 * @param labels names or numbers, one a sample
 *
 * @example
 * ```ts
 * const encoder = labelEncoder(['rose', 'iris', 'rose']);
 * console.log(encoder.classes); // ['iris', 'rose']
 * console.log(String(encoder.encode(['rose', 'iris']))); // [1 0]
 * console.log(encoder.decode([0, 1])); // ['iris', 'rose']
 * ```
 */
export function labelEncoder<L extends string | number | boolean>(labels: readonly L[]): LabelEncoder<L>;
export function labelEncoder(labels: NdArray<TypedArray> | TypedArray): LabelEncoder<number>;
export function labelEncoder(labels: Labels): LabelEncoder<string | number | boolean> {
  const classes = classesOf(labels, labels.length, 'labelEncoder').names;
  const numbers = new Map(classes.map((name, index) => [name, index]));
  return {
    classes,
    encode: (given) => {
      const { names, ofSample } = classesOf(given, given.length, 'labelEncoder.encode');
      const codes = names.map((name) => numbers.get(name) ?? unknownLabel(name, classes));
      return new NdArray(
        ofSample.map((position) => codes[position]!),
        [ofSample.length],
      );
    },
    decode: (indices) => {
      const flat = 'data' in indices ? indices.data : indices;
      return Array.from(flat, (index) => classes[index] ?? unknownIndex(index, classes.length));
    },
  };
}

function unknownLabel(name: unknown, classes: readonly unknown[]): never {
  const known = classes.slice(0, 10).map((label) => JSON.stringify(label));
  throw new RangeError(
    `labelEncoder.encode: ${JSON.stringify(name)} is not one of the ${classes.length} labels it was fitted on ` +
      `(${known.join(', ')}${classes.length > 10 ? ', …' : ''}).`,
  );
}

function unknownIndex(index: number, classes: number): never {
  throw new RangeError(
    `labelEncoder.decode: ${index} is not a label's number, expected 0 to ${classes - 1}.`,
  );
}
