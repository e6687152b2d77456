import { checkChoice, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readWeights } from '../input/columns.js';
import { classesOf, type Labels, readPairs } from '../input/labels.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { countPairs } from './confusionMatrix.js';

/** Options of {@link cohenKappaScore}. */
export interface CohenKappaOptions {
  /** The classes that count, in order; by default all that occur, smallest first. */
  readonly labels?: Labels;
  /**
   * How bad it is to take one class for another: all the same by default; `'linear'`, as the places of the two in the
   * order are apart; `'quadratic'`, as the square of that. For grades such as one to five stars.
   */
  readonly weights?: 'linear' | 'quadratic';
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<CohenKappaOptions>({ labels: true, weights: true, sampleWeight: true });

/**
 * How much two raters agree beyond chance, as scikit-learn's `cohen_kappa_score` computes it: 1 for full agreement, 0
 * for what chance gives, -1 at least. 1 − Σ w o / Σ w e, with the observed counts o, those e that chance would give,
 * and how bad each disagreement is, w.
 *
 * J. Cohen, "A coefficient of agreement for nominal scales", 1960.
 *
 * @param first the classes that one rater gave, such as the true ones
 * @param second the classes that another gave, sample by sample
 * @throws DataError for no samples, unequal lengths, or values that are no classes; UndefinedMetricError where chance
 * cannot disagree, because all samples are of one class for both; ShapeError for one-hot rows; OptionError for an
 * unknown option or value, or labels of which no sample is
 *
 * @example
 * ```ts
 * cohenKappaScore([0, 1, 2, 2, 1], [0, 2, 2, 2, 1]); // 0.6875
 * cohenKappaScore([1, 2, 3, 5, 4], [1, 2, 4, 5, 3], { weights: 'quadratic' }); // 0.9
 * ```
 */
export function cohenKappaScore(first: Labels, second: Labels, options: CohenKappaOptions = {}): number {
  const where = 'cohenKappaScore';
  checkOptions(where, options, OPTIONS);
  const { weights, sampleWeight } = options;
  if (weights !== undefined) checkChoice(`${where}, weights`, weights, ['linear', 'quadratic']);
  const pairs = readPairs(where, first, second);
  const classes = classesOf(where, pairs, options.labels);
  const sampleWeights = readWeights(where, sampleWeight, pairs.actual.length);
  const { data } = countPairs(where, pairs, classes, sampleWeights);
  const { rows, columns, total } = margins(data, classes.length);
  let [observed, expected] = [0, 0];
  for (let index = 0; index < data.length; index++) {
    const row = Math.floor(index / classes.length);
    const column = index % classes.length;
    const badness = disagreement(row, column, weights);
    observed += badness * data[index]!;
    expected += (badness * rows[row]! * columns[column]!) / total;
  }
  if (total > 0 && expected > 0) return 1 - observed / expected;
  throw new UndefinedMetricError({
    where,
    expected: 'raters who use more than one class',
    received: total === 0 ? 'no sample for which both use a listed class' : 'one',
  });
}

function disagreement(row: number, column: number, weights: CohenKappaOptions['weights']): number {
  if (weights === 'linear') return Math.abs(row - column);
  if (weights === 'quadratic') return (row - column) ** 2;
  return row === column ? 0 : 1;
}

function margins(data: ArrayLike<number>, size: number) {
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  let total = 0;
  for (let index = 0; index < data.length; index++) {
    rows[Math.floor(index / size)]! += data[index]!;
    columns[index % size]! += data[index]!;
    total += data[index]!;
  }
  return { rows, columns, total };
}
