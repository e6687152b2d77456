import { checkFlag, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readWeights } from '../input/columns.js';
import { distinct, type Labels, readPairs } from '../input/labels.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { meanOfDefined } from './averages.js';
import { countClasses } from './counts.js';
import { recallOf } from './scores.js';

/** Options of {@link balancedAccuracyScore}. */
export interface BalancedAccuracyOptions {
  /** Whether chance is 0 instead of 1 / classes, and 1 is still perfect; false by default. */
  readonly adjusted?: boolean;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<BalancedAccuracyOptions>({ adjusted: true, sampleWeight: true });

/**
 * The share of samples of each class that was predicted right, averaged over the classes, as scikit-learn's
 * `balanced_accuracy_score` computes it: 0 to 1, and a rare class counts as much as a frequent one. Classes without
 * samples are left out.
 *
 * K. H. Brodersen et al., "The balanced accuracy and its posterior distribution", 2010.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * @throws DataError for no samples, unequal lengths, or values that are no classes; UndefinedMetricError for samples of
 * a single class with `adjusted`; ShapeError for one-hot rows; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 1, 1]); // 0.8333333333333333
 * ```
 */
export function balancedAccuracyScore(
  actual: Labels,
  predicted: Labels,
  options: BalancedAccuracyOptions = {},
): number {
  const where = 'balancedAccuracyScore';
  checkOptions(where, options, OPTIONS);
  const { adjusted = false, sampleWeight } = options;
  checkFlag(`${where}, adjusted`, adjusted);
  const pairs = readPairs(where, actual, predicted);
  const weights = readWeights(where, sampleWeight, pairs.actual.length);
  const counts = countClasses(pairs, distinct(pairs.actual), weights).filter(({ actual }) => actual > 0);
  const score = meanOfDefined(counts.map((count) => recallOf(count, Number.NaN)));
  if (!adjusted) return score;
  if (counts.length === 1) {
    const expected = "samples of two classes where 'adjusted' is set";
    throw new UndefinedMetricError({ where, expected, received: 'one' });
  }
  const chance = 1 / counts.length;
  return (score - chance) / (1 - chance);
}
