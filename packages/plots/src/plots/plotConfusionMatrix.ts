import { type MatrixLike, toMatrix } from '../arrays/matrix.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';

export interface PlotConfusionMatrixOptions {
  /** Names of the classes; 0, 1, 2, … by default. */
  readonly labels?: readonly (string | number)[];
  /** `Confusion matrix` by default. */
  readonly title?: string;
}

/**
 * A confusion matrix as a table of counts, in scikit-learn's order: rows are the actual classes, columns the
 * predicted ones. A cell is shaded by the square root of its share of the row, so that rare mistakes are seen too.
 *
 * @param matrix `[classes, classes]` counts, as `confusionMatrix` of `@neutype/metrics` gives them
 * @throws PlotError when the matrix is not square, or the labels are not as many as the classes.
 *
 * @example
 * ```ts
 * plotConfusionMatrix([[50, 2], [3, 45]], { labels: ['cat', 'dog'] }).toSvg();
 * ```
 */
export const plotConfusionMatrix = (matrix: MatrixLike, options: PlotConfusionMatrixOptions = {}): Plot => {
  const { data, rows, columns } = toMatrix('plotConfusionMatrix', matrix);
  if (rows !== columns || rows === 0) {
    throw new PlotError(`plotConfusionMatrix: expected as many rows as columns, got ${rows}×${columns}.`);
  }
  const labels = (options.labels ?? Array.from({ length: rows }, (_, index) => index)).map(String);
  if (labels.length !== rows) {
    throw new PlotError(`plotConfusionMatrix: ${rows} classes need ${rows} labels, got ${labels.length}.`);
  }
  const counts = Array.from(data);
  const rowSums = labels.map((_, row) => sum(counts.slice(row * columns, (row + 1) * columns)));
  const right = sum(labels.map((_, index) => counts[index * (columns + 1)]!));
  const total = sum(counts);
  return plot({
    title: options.title ?? 'Confusion matrix',
    summary: `Rows are actual classes, columns predicted ones. ${right} of ${total} samples lie on the diagonal.`,
    panels: [
      {
        kind: 'matrix',
        title: '',
        rowLabel: 'Actual',
        columnLabel: 'Predicted',
        rows: labels,
        columns: labels,
        texts: counts.map((count) => String(count)),
        shades: counts.map((count, index) => Math.sqrt(count / (rowSums[Math.floor(index / columns)]! || 1))),
      },
    ],
  });
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
