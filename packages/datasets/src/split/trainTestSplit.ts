import { checkEqualRows, type Rows, rowsOf, takeRows } from '../support/rows.js';
import { type SplitOptions, splitIndices } from './trainTestIndices.js';

/**
 * Splits samples and their targets into a training and a test part. Counts are those of scikit-learn's
 * `train_test_split`; the shuffled order is our own.
 *
 * @param x the samples: NdArray (rows), typed array or plain array
 * @param y the targets, equally many
 * @param options `testSize`, `trainSize` (fractions or counts, a quarter for the test part by default), `seed` (0),
 *   `shuffle` (true), `stratify` (labels whose shares both parts keep), `onNotice`
 * @returns copies of the rows: `[xTrain, xTest, yTrain, yTest]`
 * @throws ShapeError for unequal lengths, DataError for what has no rows, OptionError for sizes that cannot be
 *
 * @example
 * ```ts
 * const x = ndarray([[0, 1], [2, 3], [4, 5], [6, 7]]);
 * const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, ['a', 'b', 'a', 'b'], { testSize: 0.5, seed: 0 });
 * console.log(xTrain.shape, yTest.length); // [2, 2] 2
 * ```
 */
export function trainTestSplit<X extends Rows, Y extends Rows>(
  x: X,
  y: Y,
  options: SplitOptions = {},
): [xTrain: X, xTest: X, yTrain: Y, yTest: Y] {
  const [xRows, yRows] = [rowsOf(x, 'trainTestSplit, x'), rowsOf(y, 'trainTestSplit, y')];
  const samples = checkEqualRows(xRows, yRows, 'trainTestSplit');
  const { train, test } = splitIndices(samples, options, 'trainTestSplit');
  return [takeRows(xRows, train), takeRows(xRows, test), takeRows(yRows, train), takeRows(yRows, test)];
}
