import { checkCount, checkOptions, optionNames } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readBinary } from '../input/binary.js';
import { type ClassTargets, readClassColumns } from '../input/classColumns.js';
import { readWeights } from '../input/columns.js';
import { checkLengths, type Labels } from '../input/labels.js';
import { type Probabilities, type ProbabilityRows, readProbabilities } from '../input/probabilities.js';
import { evenEdges, sortIntoBins } from './bins.js';

/** Options of {@link expectedCalibrationError}. */
export interface CalibrationErrorOptions {
  /** Into how many bins of equal width confidences are sorted; 15 by default, as in the paper. */
  readonly bins?: number;
  /** All classes in the order of the columns, which must be ascending; by default all that occur in `actual`. */
  readonly labels?: Labels;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const OPTIONS = optionNames<CalibrationErrorOptions>({ bins: true, labels: true, sampleWeight: true });

/**
 * How far confidence is from accuracy, 0 to 1: samples are sorted into bins by how sure the classifier is of its class,
 * and the distances of the bins' accuracy from their mean confidence are averaged, weighted by their samples. With one
 * probability a sample it is that of the positive class, and the bins compare it with the share of positive samples.
 *
 * C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural networks", 2017.
 *
 * @param actual the true classes (0 and 1 for one probability a sample), or one-hot rows [samples, classes]
 * @param predicted probabilities: [samples], or [samples, classes] with rows that add up to 1
 * @throws DataError for no samples, unequal lengths, probabilities outside 0 to 1, rows that do not add up to 1, or a
 * class without probabilities; ShapeError for other dimensions; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * expectedCalibrationError([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]]); // 0.3
 * ```
 */
export function expectedCalibrationError(
  actual: ClassTargets,
  predicted: Probabilities,
  options: CalibrationErrorOptions = {},
): number {
  const where = 'expectedCalibrationError';
  checkOptions(where, options, OPTIONS);
  const { bins = 15, labels, sampleWeight } = options;
  checkCount(`${where}, bins`, bins);
  const rows = readProbabilities(where, predicted);
  const { outcomes, confidences } =
    rows.isOneColumn && labels === undefined
      ? ofPositiveClass(where, actual, rows)
      : ofLikeliestClass(readClassColumns(where, actual, rows, labels), rows);
  const weights = readWeights(where, sampleWeight, rows.count);
  let [error, total] = [0, 0];
  for (const bin of sortIntoBins(outcomes, confidences, evenEdges(bins), weights)) {
    error += Math.abs(bin.outcomes - bin.probabilities);
    total += bin.count;
  }
  return error / total;
}

interface Judged {
  readonly outcomes: ArrayLike<number>;
  readonly confidences: ArrayLike<number>;
}

function ofPositiveClass(where: string, actual: ClassTargets, rows: ProbabilityRows): Judged {
  const outcomes = readBinary(where, actual as Labels, undefined);
  checkLengths(where, outcomes.length, rows.count);
  return { outcomes, confidences: Float64Array.from(outcomes, (_, row) => rows.at(row, 1)) };
}

function ofLikeliestClass(classes: Int32Array, rows: ProbabilityRows): Judged {
  const outcomes = new Uint8Array(rows.count);
  const confidences = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    let best = 0;
    for (let column = 1; column < rows.columns; column++) {
      if (rows.at(row, column) > rows.at(row, best)) best = column;
    }
    outcomes[row] = Number(best === classes[row]);
    confidences[row] = rows.at(row, best);
  }
  return { outcomes, confidences };
}
