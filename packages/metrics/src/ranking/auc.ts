import { DataError } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readColumn } from '../input/columns.js';

/**
 * The area under a curve by the trapezoidal rule, as scikit-learn's `auc` computes it: that under a ROC curve without
 * ranking the scores again. For a precision-recall curve, which is steps, `averagePrecisionScore` is right.
 *
 * @param x from left to right or from right to left, at least two
 * @param y as many
 * @throws DataError for x that goes both ways, fewer than two points, unequal lengths, and values that are not finite;
 * ShapeError for more than one column
 *
 * @example
 * ```ts
 * const { falsePositiveRate, truePositiveRate } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * auc(falsePositiveRate, truePositiveRate); // 0.75
 * ```
 */
export function auc(x: ArrayInput, y: ArrayInput): number {
  const [from, to] = [readColumn('auc, x', x), readColumn('auc, y', y)];
  if (from.length !== to.length || from.length < 2) {
    throw new DataError({
      where: 'auc',
      expected: 'at least two points, and as many x as y',
      received: `${from.length} and ${to.length}`,
    });
  }
  const direction = from.at(-1)! >= from[0]! ? 1 : -1;
  let area = 0;
  for (let index = 1; index < from.length; index++) {
    const width = (from[index]! - from[index - 1]!) * direction;
    if (width < 0) {
      throw new DataError({
        where: 'auc, x',
        expected: 'numbers that only rise or only fall',
        received: `${from[index]} after ${from[index - 1]} at [${index}]`,
        remedy: 'Sort the points by x.',
      });
    }
    area += (width * (to[index]! + to[index - 1]!)) / 2;
  }
  return area;
}
