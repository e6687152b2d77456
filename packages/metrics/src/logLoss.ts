import { isNdArray, type NdArray, type TypedArray } from '@neutype/ndarray';
import { checkLengths, distinct, type Label, type Labels, readLabels } from './labels.js';
import { type Probabilities, type ProbabilityRows, readProbabilities } from './probabilities.js';

/** Options of {@link logLoss}. */
export interface LogLossOptions {
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
}

/**
 * The mean negative logarithm of the probability that was given to the true class: the cross-entropy that networks are
 * trained with. In two forms: with one probability for each sample, that of the larger of two classes, or with one for
 * each class.
 *
 * Probabilities are kept one machine epsilon away from 0 and 1, as in scikit-learn's `log_loss`: that of float32 for a
 * float32 array, else that of float64.
 *
 * @param actual the true classes, or one-hot rows as an NdArray [samples, classes]
 * @param predicted probabilities: [samples], or [samples, classes] with rows that add up to 1
 * @throws RangeError for no samples, unequal lengths, probabilities outside 0 to 1, rows that do not add up to 1, or
 * another number of classes
 *
 * @example
 * ```ts
 * logLoss([1, 1, 0], [0.9, 0.9, 0.6]); // 0.37567
 * logLoss([1, 1, 0], [0.6, 0.6, 0.4]); // 0.51083
 * logLoss([0, 2, 1], [[0.8, 0.1, 0.1], [0.2, 0.2, 0.6], [0.1, 0.9, 0]]); // 0.28
 * ```
 */
export function logLoss(actual: Labels, predicted: Probabilities, { labels }: LogLossOptions = {}): number {
  const rows = readProbabilities(predicted);
  if (isNdArray(actual) && actual.rank === 2 && actual.shape[1]! > 1) {
    return meanLoss(rows, oneHotColumns(actual, rows));
  }
  const classes = readLabels('logLoss', 'actual', actual);
  checkLengths('logLoss', classes.length, rows.count);
  return meanLoss(rows, columnsOf(classes, rows, labels));
}

function meanLoss({ count, at, epsilon }: ProbabilityRows, columns: readonly number[]): number {
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const probability = Math.min(Math.max(at(row, columns[row]!), epsilon), 1 - epsilon);
    sum -= Math.log(probability);
  }
  return sum / count;
}

/** The column of each sample's class. */
function columnsOf(actual: ArrayLike<Label>, rows: ProbabilityRows, labels: Labels | undefined): number[] {
  const known = labels === undefined ? distinct(actual) : Array.from(readLabels('logLoss', 'labels', labels));
  checkClasses(known, rows, labels !== undefined);
  const positions = new Map<Label, number>(known.map((label, position) => [label, position]));
  return Array.from(actual, (label, index) => {
    const position = positions.get(label);
    if (position === undefined) {
      throw new RangeError(
        `logLoss: the class ${JSON.stringify(label)} of sample ${index} is not in 'labels': ${known.join(', ')}.`,
      );
    }
    return position;
  });
}

function checkClasses(known: readonly Label[], { columns }: ProbabilityRows, isGiven: boolean): void {
  if (
    distinct(known).some((label, index) => label !== known[index]) ||
    new Set(known).size !== known.length
  ) {
    throw new RangeError(
      `logLoss: the option 'labels' must name each class once, smallest first, got ${known.join(', ')}.`,
    );
  }
  if (known.length !== columns) {
    const found = `${known.length} ${known.length === 1 ? 'class' : 'classes'} (${known.join(', ')})`;
    throw new RangeError(
      isGiven
        ? `logLoss: the option 'labels' names ${found}, and the probabilities are for ${columns}.`
        : `logLoss: 'actual' has ${found}, and the probabilities are for ${columns}. ` +
            "Name all classes by the option 'labels'.",
    );
  }
}

function oneHotColumns(actual: NdArray<TypedArray>, rows: ProbabilityRows): number[] {
  checkLengths('logLoss', actual.length, rows.count);
  if (actual.shape[1] !== rows.columns) {
    throw new RangeError(
      `logLoss: the one-hot rows have ${actual.shape[1]} classes, and the probabilities are for ${rows.columns}.`,
    );
  }
  return Array.from({ length: actual.length }, (_, index) => {
    const row = actual.row(index);
    if (row.max() !== 1 || row.sum() !== 1 || row.min() !== 0) {
      throw new RangeError(
        `logLoss: row ${index} of 'actual' is not one-hot: ${row}. Expected one 1 and zeros.`,
      );
    }
    return row.argmax();
  });
}
