import { checkChoice, checkCount, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { type BinaryLabels, readBinary } from '../input/binary.js';
import { checkLengths, type Label } from '../input/labels.js';
import { readProbabilityColumn } from '../input/probabilities.js';
import { evenEdges, quantileEdges, sortIntoBins } from './bins.js';

/** Options of {@link calibrationCurve}. */
export interface CalibrationOptions {
  /** Into how many bins probabilities are sorted; 5 by default. */
  readonly bins?: number;
  /** `'uniform'` (the default): bins of equal width; `'quantile'`: bins with as many samples each. */
  readonly strategy?: 'uniform' | 'quantile';
  /** The positive class. By default it is 1, and the only other one is 0. */
  readonly posLabel?: Label;
}

const OPTIONS = optionNames<CalibrationOptions>({ bins: true, strategy: true, posLabel: true });

/** How often what was predicted with a probability came true, for each bin that has samples. */
export interface CalibrationCurve {
  /** The share of positive samples. */
  readonly observed: number[];
  /** The mean of the predicted probabilities. */
  readonly predicted: number[];
  /** How many samples there are. */
  readonly counts: number[];
}

/**
 * How often what was predicted with a probability came true, as scikit-learn's `calibration_curve` computes it: the
 * points of a well calibrated classifier lie on the diagonal. A bin takes in its upper end; bins without samples are
 * left out.
 *
 * @param actual 0 or 1 for each sample, or two classes with the option `posLabel`
 * @param predicted the probability that it is positive
 * @throws DataError for no samples, unequal lengths, probabilities outside 0 to 1, and labels other than 0 and 1
 * without `posLabel`; ShapeError for more than one column; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * calibrationCurve([0, 0, 0, 1, 1, 1], [0.1, 0.2, 0.4, 0.6, 0.8, 0.9], { bins: 3 }).observed; // [0, 0.5, 1]
 * ```
 */
export function calibrationCurve(
  actual: BinaryLabels,
  predicted: ArrayInput,
  options: CalibrationOptions = {},
): CalibrationCurve {
  const where = 'calibrationCurve';
  checkOptions(where, options, OPTIONS);
  const { bins = 5, strategy = 'uniform', posLabel } = options;
  checkCount(`${where}, bins`, bins);
  checkChoice(`${where}, strategy`, strategy, ['uniform', 'quantile']);
  const positive = readBinary(where, actual, posLabel);
  const probabilities = readProbabilityColumn(where, predicted);
  checkLengths(where, positive.length, probabilities.length);
  const edges = strategy === 'uniform' ? evenEdges(bins) : quantileEdges(probabilities, bins);
  const filled = sortIntoBins(positive, probabilities, edges);
  return {
    observed: filled.map(({ outcomes, count }) => outcomes / count),
    predicted: filled.map(({ probabilities: sum, count }) => sum / count),
    counts: filled.map(({ count }) => count),
  };
}
