import { DataError, shown } from '@neutype/errors';
import { NdArray, type TypedArray } from '@neutype/ndarray';
import { listed } from '../support/listed.js';
import { type ClassLabels, classesOf, type Label } from './classesOf.js';
import { type ClassIndices, flatNumbers } from './oneHot.js';

/** Numbers for labels, and labels for numbers. */
export interface LabelEncoder<L extends Label> {
  /** The labels in sorted order: what number i stands for. */
  readonly classes: readonly L[];
  /** The number of each label, as int32. @throws DataError for a label that was not there when fitted */
  encode(labels: ClassLabels): NdArray<Int32Array>;
  /** The label of each number. @throws DataError for a number without a label */
  decode(indices: ClassIndices): L[];
}

/**
 * Numbers labels from 0 up, in sorted order: scikit-learn's `LabelEncoder`.
 *
 * @param labels names or numbers, one a sample
 * @throws DataError for what is no label, such as NaN and null
 *
 * @example
 * ```ts
 * const encoder = labelEncoder(['rose', 'iris', 'rose']);
 * console.log(encoder.classes); // ['iris', 'rose']
 * console.log(String(encoder.encode(['rose', 'iris']))); // [1 0]
 * console.log(encoder.decode([0, 1])); // ['iris', 'rose']
 * ```
 */
export function labelEncoder<L extends Label>(labels: readonly L[]): LabelEncoder<L>;
export function labelEncoder(labels: NdArray<TypedArray> | TypedArray): LabelEncoder<number>;
export function labelEncoder(labels: ClassLabels): LabelEncoder<Label> {
  const classes = classesOf(labels, 'labelEncoder, labels').names;
  const numbers = new Map(classes.map((name, index) => [name, index]));
  return {
    classes,
    encode: (given) => {
      const { names, ofSample } = classesOf(given, 'labelEncoder.encode, labels');
      const codes = names.map((name) => numbers.get(name) ?? unknownLabel(name, classes));
      return new NdArray(
        ofSample.map((position) => codes[position]!),
        [ofSample.length],
      );
    },
    decode: (indices) =>
      Array.from(flatNumbers(indices, 'labelEncoder.decode, indices'), (index) => {
        const label = typeof index === 'number' ? classes[index] : undefined;
        return label ?? unknownIndex(index, classes.length);
      }),
  };
}

function unknownLabel(name: unknown, classes: readonly unknown[]): never {
  throw new DataError({
    where: 'labelEncoder.encode, labels',
    expected: `one of the ${classes.length} labels it was fitted on (${listed(classes, 10)})`,
    received: shown(name),
  });
}

function unknownIndex(index: unknown, classes: number): never {
  throw new DataError({
    where: 'labelEncoder.decode, indices',
    expected: `a label's number, from 0 to ${classes - 1}`,
    received: shown(index),
  });
}
