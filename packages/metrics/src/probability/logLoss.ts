import { checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { type ClassTargets, readClassColumns } from '../input/classColumns.js';
import { readWeights } from '../input/columns.js';
import type { Labels } from '../input/labels.js';
import { type Probabilities, readProbabilities } from '../input/probabilities.js';
import { meanOf } from '../sums.js';

/** Options of {@link logLoss}. */
export interface LogLossOptions {
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<LogLossOptions>({ labels: true, sampleWeight: true });

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
 * @throws DataError for no samples, unequal lengths, probabilities outside 0 to 1, rows that do not add up to 1, or a
 * class without probabilities; ShapeError for other dimensions; OptionError for an unknown option, or labels that do
 * not go with the columns
 *
 * @example
 * ```ts
 * logLoss([1, 1, 0], [0.9, 0.9, 0.6]); // 0.37567
 * logLoss([1, 1, 0], [0.6, 0.6, 0.4]); // 0.51083
 * logLoss([0, 2, 1], [[0.8, 0.1, 0.1], [0.2, 0.2, 0.6], [0.1, 0.9, 0]]); // 0.28
 * ```
 */
export function logLoss(
  actual: ClassTargets,
  predicted: Probabilities,
  options: LogLossOptions = {},
): number {
  checkOptions('logLoss', options, OPTIONS);
  const { count, columns, epsilon, at } = readProbabilities('logLoss', predicted);
  const classes = readClassColumns('logLoss', actual, { count, columns }, options.labels);
  const weights = readWeights('logLoss', options.sampleWeight, count);
  const losses = Float64Array.from(classes, (column, row) => {
    const probability = Math.min(Math.max(at(row, column), epsilon), 1 - epsilon);
    return -Math.log(probability);
  });
  return meanOf(losses, weights);
}
