import { checkFlag, checkOptions, optionNames } from '@neutype/errors';
import { auc, rocCurve } from '@neutype/metrics';
import type { MatrixLike, NumberList, ShapedArray } from '../arrays/matrix.js';
import { checkText } from '../checks.js';
import type { LineMark } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { bendOf, cornerNote, cornerSide, inCorner } from './corner.js';
import { oneVersusRest } from './oneVersusRest.js';

export interface CurveOptions {
  /** Names of the classes; 0, 1, 2, … by default. */
  readonly labels?: readonly (string | number)[];
  readonly title?: string;
  /**
   * Shows the corner in which good curves bend instead of both axes from 0 to 1: three times as far as the bend of the worst
   * curve, or all where that is more than a fifth. False by default.
   */
  readonly corner?: boolean;
}

export const CURVE_OPTIONS: readonly string[] = optionNames<CurveOptions>({
  labels: true,
  title: true,
  corner: true,
});

/**
 * ROC curves with their areas: one for a list of scores, one for each class (against the rest) for a matrix.
 *
 * @param actual the class of each sample: 0 or 1 for a list of scores, the column's index for a matrix
 * @param scores `[samples]`, or `[samples, classes]` as `predict` gives them
 * @throws PlotError when labels and scores do not fit together; DataError or ShapeError for anything that is not an array of
 * finite numbers, or if fewer than two classes have samples; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * plotRocCurve(yTest.argmax(1), await optimizer.predict(xTest)).toSvg();
 * ```
 */
export function plotRocCurve(
  actual: NumberList | ShapedArray,
  scores: NumberList | MatrixLike,
  options: CurveOptions = {},
): Plot {
  checkOptions('plotRocCurve', options, CURVE_OPTIONS);
  const { labels, title = 'ROC curve', corner = false } = options;
  checkText('plotRocCurve, title', title);
  checkFlag('plotRocCurve, corner', corner);
  const curves = oneVersusRest('plotRocCurve', actual, scores, labels).map(({ label, actual, scores }) => {
    const curve = rocCurve(actual, scores);
    return { label, ...curve, area: auc(curve.falsePositiveRate, curve.truePositiveRate) };
  });
  const bends = curves.map(({ falsePositiveRate: x, truePositiveRate: y }) => bendOf(x, y, [0, 1]));
  const side = corner ? cornerSide(bends) : 1;
  const [xDomain, yDomain] = [[0, side] as const, [1 - side, 1] as const];
  const marks = curves.map(
    ({ label, area, falsePositiveRate: x, truePositiveRate: y }, color): LineMark => ({
      type: 'line',
      label: `${label} (area ${area.toFixed(4)})`.trim(),
      ...inCorner({ x, y }, [xDomain, yDomain]),
      color,
      points: false,
    }),
  );
  const chance: LineMark = {
    type: 'line',
    x: [0, 1],
    y: [0, 1],
    color: 'muted',
    points: false,
    dashed: true,
  };
  const mean = curves.reduce((sum, { area }) => sum + area, 0) / curves.length;
  return plot({
    title,
    summary: `True positives against false positives. The mean area under ${curves.length} curve(s) is ${mean.toFixed(4)}; chance has 0.5.${cornerNote(side, 'upper left')}`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { label: 'False positive rate', scale: 'linear', domain: xDomain },
        y: { label: 'True positive rate', scale: 'linear', domain: yDomain },
        marks: side === 1 ? [chance, ...marks] : marks,
        aspect: 1,
      },
    ],
  });
}
