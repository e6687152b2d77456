import { checkFlag, checkOptions, OptionError, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readBinary } from '../input/binary.js';
import { type ClassTargets, readClassColumns } from '../input/classColumns.js';
import { readWeights } from '../input/columns.js';
import { checkLengths, type Label, type Labels } from '../input/labels.js';
import { type Probabilities, type ProbabilityRows, readProbabilities } from '../input/probabilities.js';
import { meanOf } from '../sums.js';

/** Options of {@link brierScoreLoss}. */
export interface BrierScoreOptions {
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
  /** For one probability a sample: the class that it is of. By default it is 1, and the only other one is 0. */
  readonly posLabel?: Label;
  /** Whether to halve, so that it is from 0 to 1, not to 2; by default for up to two classes, as scikit-learn does. */
  readonly scaleByHalf?: boolean;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<BrierScoreOptions>({
  labels: true,
  posLabel: true,
  scaleByHalf: true,
  sampleWeight: true,
});

/**
 * The mean squared distance of probabilities from what came true, Σ (p − y)², as scikit-learn's `brier_score_loss`
 * computes it: 0 is perfect, and unlike log loss it is bounded, by 1 for two classes and by 2 for more. With one
 * probability a sample it is that of the positive class.
 *
 * G. W. Brier, "Verification of forecasts expressed in terms of probability", 1950.
 *
 * @param actual the true classes, or one-hot rows [samples, classes]
 * @param predicted probabilities: [samples], or [samples, classes] with rows that add up to 1
 * @throws DataError for no samples, unequal lengths, probabilities outside 0 to 1, rows that do not add up to 1, or a
 * class without probabilities; ShapeError for other dimensions; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * brierScoreLoss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]); // 0.0375
 * brierScoreLoss([0, 1, 2], [[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]]); // 0.1533…
 * ```
 */
export function brierScoreLoss(
  actual: ClassTargets,
  predicted: Probabilities,
  options: BrierScoreOptions = {},
): number {
  const where = 'brierScoreLoss';
  checkOptions(where, options, OPTIONS);
  const rows = readProbabilities(where, predicted);
  const { scaleByHalf = rows.columns < 3, sampleWeight } = options;
  checkFlag(`${where}, scaleByHalf`, scaleByHalf);
  const classes = readClasses(where, actual, rows, options);
  const weights = readWeights(where, sampleWeight, rows.count);
  const distances = Float64Array.from(classes, (truth, row) => {
    let sum = 0;
    for (let column = 0; column < rows.columns; column++) {
      sum += (rows.at(row, column) - Number(column === truth)) ** 2;
    }
    return sum;
  });
  return meanOf(distances, weights) * (scaleByHalf ? 0.5 : 1);
}

function readClasses(
  where: string,
  actual: ClassTargets,
  rows: ProbabilityRows,
  { labels, posLabel }: BrierScoreOptions,
): ArrayLike<number> & Iterable<number> {
  if (!rows.isOneColumn) {
    if (posLabel === undefined) return readClassColumns(where, actual, rows, labels);
    throw new OptionError({
      where: `${where}, posLabel`,
      expected: 'none where each class has its probabilities',
      received: 'one',
      remedy: "Name all classes by 'labels'.",
    });
  }
  if (labels !== undefined) return readClassColumns(where, actual, rows, labels);
  const positive = readBinary(where, actual as Labels, posLabel);
  checkLengths(where, positive.length, rows.count);
  return positive;
}
