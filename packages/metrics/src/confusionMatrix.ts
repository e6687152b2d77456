import { NdArray } from '@neutype/ndarray';
import { classesOf, type Label, type Labels, readPairs } from './labels.js';

/** Options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** The classes to count, in the order of the rows; by default all that occur, smallest first. */
  readonly labels?: Labels;
}

/**
 * How often each class was taken for which: row i, column j counts the samples of class i that were predicted to be of
 * class j. Samples of a class that is not listed, or predicted to be of one, are not counted.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @returns int32 [classes, classes]
 * @throws RangeError for no samples, unequal lengths, or where no sample is of a listed class; TypeError for values that
 * are no classes
 *
 * @example
 * ```ts
 * console.log(String(confusionMatrix([0, 1, 2, 2], [0, 2, 2, 1])));
 * // [[1 0 0]
 * //  [0 0 1]
 * //  [0 1 1]]
 * ```
 */
export function confusionMatrix(
  actual: Labels,
  predicted: Labels,
  { labels }: ConfusionMatrixOptions = {},
): NdArray<Int32Array> {
  const pairs = readPairs('confusionMatrix', actual, predicted);
  const classes = classesOf('confusionMatrix', pairs, labels);
  const positions = new Map<Label, number>(classes.map((label, position) => [label, position]));
  if (!Array.from(pairs.actual).some((label) => positions.has(label))) {
    throw new RangeError(`confusionMatrix: no sample is of a class in 'labels': ${classes.join(', ')}.`);
  }
  const matrix = new NdArray(new Int32Array(classes.length ** 2), [classes.length, classes.length]);
  for (let index = 0; index < pairs.actual.length; index++) {
    const row = positions.get(pairs.actual[index]!);
    const column = positions.get(pairs.predicted[index]!);
    if (row === undefined || column === undefined) continue;
    matrix.data[row * classes.length + column]! += 1;
  }
  return matrix;
}
