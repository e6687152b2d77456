import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { meanOf } from '../sums.js';
import { meansOf, readOutputs } from './outputs.js';

/** Options of {@link meanPinballLoss}. */
export interface PinballOptions {
  /** The quantile that predictions are of, 0 to 1; 0.5 by default, the median. */
  readonly alpha?: number;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<PinballOptions>({ alpha: true, sampleWeight: true });

/**
 * How good predictions of a quantile α are: the mean of α (y − ŷ) where y is above, and of (1 − α) (ŷ − y) where it is
 * below, as scikit-learn's `mean_pinball_loss` computes it; of several outputs, the mean of theirs. For 0.5 it is half
 * the mean absolute error.
 *
 * @param actual the true numbers: [samples], or [samples, …] with several outputs each
 * @param predicted the predicted quantiles, in the same shape
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that
 * differ; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * meanPinballLoss([1, 2, 3], [0, 2, 3], { alpha: 0.9 }); // 0.3
 * ```
 */
export function meanPinballLoss(
  actual: ArrayInput,
  predicted: ArrayInput,
  options: PinballOptions = {},
): number {
  const where = 'meanPinballLoss';
  checkOptions(where, options, OPTIONS);
  const { alpha = 0.5, sampleWeight } = options;
  checkNumber(`${where}, alpha`, alpha, { from: 0, to: 1 });
  const outputs = readOutputs(where, actual, predicted, sampleWeight);
  return meanOf(meansOf(outputs, (y, p) => (y >= p ? alpha * (y - p) : (1 - alpha) * (p - y))));
}
