import { checkOptions, DataError, OptionError, optionNames, ShapeError, shown } from '@neutype/errors';
import { type ArrayInput, isNdArray, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { checkLengths, distinct, type Label, type Labels, named, readLabels } from './labels.js';
import { type Probabilities, type ProbabilityRows, readProbabilities } from './probabilities.js';

/** Options of {@link logLoss}. */
export interface LogLossOptions {
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
}

const OPTIONS = optionNames<LogLossOptions>({ labels: true });

/**
 * The mean negative logarithm of the probability that was given to the true class: the cross-entropy that networks are
 * trained with. In two forms: with one probability for each sample, that of the larger of two classes, or with one for
 * each class.
 *
 * Probabilities are kept one machine epsilon away from 0 and 1, as in scikit-learn's `log_loss`: that of float32 for a
 * float32 array, else that of float64.
 *
 * @param actual the true classes, or one-hot rows [samples, classes]
 * @param predicted probabilities: [samples], or [samples, classes] with rows that add up to 1
 * @throws DataError for no samples, unequal lengths, probabilities outside 0 to 1, rows that do not add up to 1, or a class
 * without probabilities; ShapeError for other dimensions; OptionError for an unknown option, or labels that do not go with
 * the columns
 *
 * @example
 * ```ts
 * logLoss([1, 1, 0], [0.9, 0.9, 0.6]); // 0.37567
 * logLoss([1, 1, 0], [0.6, 0.6, 0.4]); // 0.51083
 * logLoss([0, 2, 1], [[0.8, 0.1, 0.1], [0.2, 0.2, 0.6], [0.1, 0.9, 0]]); // 0.28
 * ```
 */
export function logLoss(actual: Labels, predicted: Probabilities, options: LogLossOptions = {}): number {
  checkOptions('logLoss', options, OPTIONS);
  const rows = readProbabilities(predicted);
  const oneHot = readOneHot(actual);
  if (oneHot !== undefined) return meanLoss(rows, oneHotColumns(oneHot, rows));
  const classes = readLabels('logLoss, actual', actual);
  checkLengths('logLoss', classes.length, rows.count);
  return meanLoss(rows, columnsOf(classes, rows, options.labels));
}

/** One-hot rows are an array of two dimensions, and not of one column: that is a list of classes. */
function readOneHot(actual: Labels): NdArray<TypedArray> | undefined {
  const isNested = Array.isArray(actual) && typeof actual[0] === 'object';
  if (!isNdArray(actual) && !isNested) return undefined;
  const array = toNdArray(actual as ArrayInput, 'logLoss, actual');
  return array.rank === 2 && array.shape[1]! > 1 ? array : undefined;
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
  const known = labels === undefined ? distinct(actual) : Array.from(readLabels('logLoss, labels', labels));
  checkClasses(known, rows, labels !== undefined);
  const positions = new Map<Label, number>(known.map((label, position) => [label, position]));
  return Array.from(actual, (label, index) => {
    const position = positions.get(label);
    if (position !== undefined) return position;
    throw new DataError({
      where: 'logLoss, actual',
      expected: `classes out of 'labels' (${named(known)})`,
      received: `${shown(label)} at [${index}]`,
    });
  });
}

function checkClasses(known: readonly Label[], { columns }: ProbabilityRows, isGiven: boolean): void {
  const ascending = distinct(known);
  if (ascending.length !== known.length || ascending.some((label, index) => label !== known[index])) {
    throw new OptionError({
      where: 'logLoss, labels',
      expected: 'each class once, smallest first',
      received: named(known),
    });
  }
  if (known.length === columns) return;
  const received = `${known.length} (${named(known)})`;
  const expected = `as many classes as there are probabilities for, ${columns}`;
  if (isGiven) throw new OptionError({ where: 'logLoss, labels', expected, received });
  const remedy = "Name all classes by the option 'labels'.";
  throw new DataError({ where: 'logLoss, actual', expected, received, remedy });
}

function oneHotColumns(actual: NdArray<TypedArray>, rows: ProbabilityRows): number[] {
  const where = 'logLoss, actual';
  checkLengths('logLoss', actual.length, rows.count);
  if (actual.shape[1] !== rows.columns) {
    throw new ShapeError({
      where,
      expected: `one-hot rows of ${rows.columns} classes, as there are probabilities for`,
      received: `${actual.shape[1]}`,
    });
  }
  return Array.from({ length: actual.length }, (_, index) => {
    const row = actual.row(index);
    if (row.max() === 1 && row.sum() === 1 && row.min() === 0) return row.argmax();
    throw new DataError({
      where,
      expected: 'one-hot rows, one 1 and zeros',
      received: `numbers from ${row.min()} to ${row.max()} that add up to ${row.sum()} for sample ${index}`,
    });
  });
}
