import { checkOptions, OptionError, optionNames } from '@neutype/errors';
import { type NdArray, zeros } from '@neutype/ndarray';
import { classesOf, type Label, type Labels, named, readPairs } from './labels.js';

/** Options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** The classes to count, in the order of the rows; by default all that occur, smallest first. */
  readonly labels?: Labels;
}

const OPTIONS = optionNames<ConfusionMatrixOptions>({ labels: true });

/**
 * How often each class was taken for which: row i, column j counts the samples of class i that were predicted to be of
 * class j. Samples of a class that is not listed, or predicted to be of one, are not counted.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @returns int32 [classes, classes]
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for one-hot rows;
 * OptionError for an unknown option, or labels of which no sample is
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
  options: ConfusionMatrixOptions = {},
): NdArray<Int32Array> {
  checkOptions('confusionMatrix', options, OPTIONS);
  const pairs = readPairs('confusionMatrix', actual, predicted);
  const classes = classesOf('confusionMatrix', pairs, options.labels);
  const positions = new Map<Label, number>(classes.map((label, position) => [label, position]));
  if (!Array.from(pairs.actual).some((label) => positions.has(label))) {
    const expected = `samples of the classes ${named(classes)}`;
    throw new OptionError({ where: 'confusionMatrix, labels', expected, received: 'none' });
  }
  const matrix = zeros([classes.length, classes.length], 'int32');
  for (let index = 0; index < pairs.actual.length; index++) {
    const row = positions.get(pairs.actual[index]!);
    const column = positions.get(pairs.predicted[index]!);
    if (row === undefined || column === undefined) continue;
    matrix.data[row * classes.length + column]! += 1;
  }
  return matrix;
}
