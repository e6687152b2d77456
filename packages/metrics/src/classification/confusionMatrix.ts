import { checkChoice, checkOptions, OptionError, optionNames } from '@neutype/errors';
import { type ArrayInput, NdArray, type TypedArray, zeros } from '@neutype/ndarray';
import { readWeights } from '../input/columns.js';
import { classesOf, type Label, type LabelPairs, type Labels, named, readPairs } from '../input/labels.js';

/** Options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** The classes to count, in the order of the rows; by default all that occur, smallest first. */
  readonly labels?: Labels;
  /**
   * What the counts are divided by: `'true'`, the actual samples of the class (rows add up to 1), `'pred'`, the
   * predicted ones (columns do), or `'all'`. By default they are left as they are. Where there is nothing to divide by,
   * it is 0.
   */
  readonly normalize?: 'true' | 'pred' | 'all';
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<ConfusionMatrixOptions>({ labels: true, normalize: true, sampleWeight: true });

/** Counts, and shares or sums of weights, which are fractions. */
type Matrix = NdArray<Int32Array> | NdArray<Float64Array>;

/**
 * How often each class was taken for which, as scikit-learn's `confusion_matrix` counts it: row i, column j counts the
 * samples of class i that were predicted to be of class j. Samples of a class that is not listed, or predicted to be of
 * one, are not counted.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @returns int32 [classes, classes]; float64 where it is normalized or weighted
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for one-hot rows;
 * OptionError for an unknown option, or labels of which no sample is
 *
 * @example
 * ```ts
 * console.log(String(confusionMatrix([0, 1, 2, 2], [0, 2, 2, 1]))); // [[1 0 0] //  [0 0 1] //  [0 1 1]]
 * confusionMatrix([0, 1, 2, 2], [0, 2, 2, 1], { normalize: 'true' }).toArray(); // [[1, 0, 0], [0, 0, 1], [0, 0.5,
 * 0.5]]
 * ```
 */
export function confusionMatrix(
  actual: Labels,
  predicted: Labels,
  options?: ConfusionMatrixOptions & { readonly normalize?: never; readonly sampleWeight?: never },
): NdArray<Int32Array>;
export function confusionMatrix(
  actual: Labels,
  predicted: Labels,
  options: ConfusionMatrixOptions,
): NdArray<Int32Array> | NdArray<Float64Array>;
export function confusionMatrix(
  actual: Labels,
  predicted: Labels,
  options: ConfusionMatrixOptions = {},
): NdArray<Int32Array> | NdArray<Float64Array> {
  checkOptions('confusionMatrix', options, OPTIONS);
  const { normalize, labels, sampleWeight } = options;
  if (normalize !== undefined) {
    checkChoice('confusionMatrix, normalize', normalize, ['true', 'pred', 'all']);
  }
  const pairs = readPairs('confusionMatrix', actual, predicted);
  const weights = readWeights('confusionMatrix', sampleWeight, pairs.actual.length);
  const classes = classesOf('confusionMatrix', pairs, labels);
  const matrix = countPairs('confusionMatrix', pairs, classes, weights);
  return normalize === undefined ? matrix : normalized(matrix, normalize);
}

/**
 * Counts, or sums of weights.
 *
 * @throws OptionError where no sample is of the classes
 */
export function countPairs(
  where: string,
  { actual, predicted }: LabelPairs,
  classes: readonly Label[],
  weights: TypedArray | undefined,
): Matrix {
  const positions = new Map<Label, number>(classes.map((label, position) => [label, position]));
  const size = classes.length;
  const matrix = weights === undefined ? zeros([size, size], 'int32') : zeros([size, size], 'float64');
  let isAnyListed = false;
  for (let index = 0; index < actual.length; index++) {
    const row = positions.get(actual[index]!);
    const column = positions.get(predicted[index]!);
    if (row === undefined) continue;
    isAnyListed = true;
    if (column !== undefined)
      matrix.data[row * size + column]! += weights === undefined ? 1 : weights[index]!;
  }
  if (isAnyListed) return matrix;
  const expected = `samples of the classes ${named(classes)}`;
  throw new OptionError({ where: `${where}, labels`, expected, received: 'none' });
}

function normalized({ data, shape }: Matrix, by: 'true' | 'pred' | 'all'): NdArray<Float64Array> {
  const size = shape[0]!;
  const groupOf = (index: number) => {
    if (by === 'all') return 0;
    return by === 'true' ? Math.floor(index / size) : index % size;
  };
  const sums = new Float64Array(size);
  for (let index = 0; index < data.length; index++) sums[groupOf(index)]! += data[index]!;
  const shares = Float64Array.from(data, (count, index) => {
    const sum = sums[groupOf(index)]!;
    return sum === 0 ? 0 : count / sum;
  });
  return new NdArray(shares, shape);
}
