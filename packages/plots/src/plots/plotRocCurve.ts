import { checkOptions, optionNames } from '@neutype/errors';
import { auc, rocCurve } from '@neutype/metrics';
import type { MatrixLike, NumberList, ShapedArray } from '../arrays/matrix.js';
import { checkText } from '../checks.js';
import type { LineMark } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { oneVersusRest } from './oneVersusRest.js';

export interface CurveOptions {
  /** Names of the classes; 0, 1, 2, … by default. */
  readonly labels?: readonly (string | number)[];
  readonly title?: string;
}

export const CURVE_OPTIONS: readonly string[] = optionNames<CurveOptions>({ labels: true, title: true });

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
  const { labels, title = 'ROC curve' } = options;
  checkText('plotRocCurve, title', title);
  const curves = oneVersusRest('plotRocCurve', actual, scores, labels).map(({ label, actual, scores }) => {
    const curve = rocCurve(actual, scores);
    return { label, ...curve, area: auc(curve.falsePositiveRate, curve.truePositiveRate) };
  });
  const marks = curves.map(
    ({ label, area, falsePositiveRate, truePositiveRate }, color): LineMark => ({
      type: 'line',
      label: `${label} (area ${area.toFixed(4)})`.trim(),
      x: falsePositiveRate,
      y: truePositiveRate,
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
    summary: `True positives against false positives. The mean area under ${curves.length} curve(s) is ${mean.toFixed(4)}; chance has 0.5.`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { label: 'False positive rate', scale: 'linear', domain: [0, 1] },
        y: { label: 'True positive rate', scale: 'linear', domain: [0, 1] },
        marks: [chance, ...marks],
        aspect: 1,
      },
    ],
  });
}
