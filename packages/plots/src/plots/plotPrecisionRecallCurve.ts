import { checkFlag, checkOptions } from '@neutype/errors';
import { averagePrecisionOf, precisionRecallCurve } from '@neutype/metrics';
import type { MatrixLike, NumberList, ShapedArray } from '../arrays/matrix.js';
import { checkText } from '../checks.js';
import type { LineMark } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { bendOf, cornerNote, cornerSide, inCorner } from './corner.js';
import { oneVersusRest } from './oneVersusRest.js';
import { CURVE_OPTIONS, type CurveOptions } from './plotRocCurve.js';

/**
 * Precision-recall curves with their average precision: one for a list of scores, one for each class (against the
 * rest) for a matrix. Drawn in steps, since precision between two thresholds is not on the line between them.
 *
 * @param actual the class of each sample: 0 or 1 for a list of scores, the column's index for a matrix
 * @param scores `[samples]`, or `[samples, classes]` as `predict` gives them
 * @throws PlotError when labels and scores do not fit together; DataError or ShapeError for anything that is not an array of
 * finite numbers, or if fewer than two classes have samples; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * plotPrecisionRecallCurve(yTest.argmax(1), await optimizer.predict(xTest)).toSvg();
 * ```
 */
export function plotPrecisionRecallCurve(
  actual: NumberList | ShapedArray,
  scores: NumberList | MatrixLike,
  options: CurveOptions = {},
): Plot {
  checkOptions('plotPrecisionRecallCurve', options, CURVE_OPTIONS);
  const { labels, title = 'Precision-recall curve', corner = false } = options;
  checkFlag('plotPrecisionRecallCurve, corner', corner);
  checkText('plotPrecisionRecallCurve, title', title);
  const curves = oneVersusRest('plotPrecisionRecallCurve', actual, scores, labels).map(
    ({ label, actual, scores }) => {
      const curve = precisionRecallCurve(actual, scores);
      return { label, ...curve, averagePrecision: averagePrecisionOf(curve) };
    },
  );
  const side = corner
    ? cornerSide(curves.map(({ recall, precision }) => bendOf(recall, precision, [1, 1])))
    : 1;
  const domain = [1 - side, 1] as const;
  const marks = curves.map(
    ({ label, averagePrecision, precision, recall }, color): LineMark => ({
      type: 'line',
      label: `${label} (average precision ${averagePrecision.toFixed(4)})`.trim(),
      ...inCorner(steps(recall, precision), [domain, domain]),
      color,
      points: false,
    }),
  );
  const mean = curves.reduce((sum, { averagePrecision }) => sum + averagePrecision, 0) / curves.length;
  return plot({
    title,
    summary: `Precision against recall. The mean average precision of ${curves.length} curve(s) is ${mean.toFixed(4)}.${cornerNote(side, 'upper right')}`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { label: 'Recall', scale: 'linear', domain },
        y: { label: 'Precision', scale: 'linear', domain },
        marks,
        aspect: 1,
      },
    ],
  });
}

/** From recall 0 up, keeping the precision until the next recall; points that repeat the one before are left out. */
function steps(recall: readonly number[], precision: readonly number[]): { x: number[]; y: number[] } {
  const x: number[] = [];
  const y: number[] = [];
  function add(toX: number, toY: number): void {
    const isBetween =
      x.length > 1 && ((x.at(-1) === toX && x.at(-2) === toX) || (y.at(-1) === toY && y.at(-2) === toY));
    if (isBetween) {
      x.pop();
      y.pop();
    }
    x.push(toX);
    y.push(toY);
  }
  for (let i = recall.length - 1; i >= 0; i--) {
    if (x.length > 0) add(x.at(-1)!, precision[i]!);
    add(recall[i]!, precision[i]!);
  }
  return { x, y };
}
