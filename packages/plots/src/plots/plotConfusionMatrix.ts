import { checkFlag, checkOptions, optionNames } from '@neutype/errors';
import { type MatrixLike, toMatrix } from '../arrays/matrix.js';
import { largest } from '../arrays/values.js';
import { checkText, classNames } from '../checks.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';

export interface PlotConfusionMatrixOptions {
  /** Names of the classes; 0, 1, 2, … by default. */
  readonly labels?: readonly (string | number)[];
  /** `Confusion matrix` by default. */
  readonly title?: string;
  /**
   * Shades the mistakes alone, the most frequent one darkest, leaves the diagonal pale and cells without any empty: for models that are nearly always
   * right. False by default.
   */
  readonly mistakes?: boolean;
}

const OPTIONS = optionNames<PlotConfusionMatrixOptions>({
  labels: true,
  title: true,
  mistakes: true,
});

/**
 * A confusion matrix as a table of counts, in scikit-learn's order: rows are the actual classes, columns the
 * predicted ones. A cell is shaded by the square root of its share of the row, so that rare mistakes are seen too.
 *
 * @param matrix `[classes, classes]` counts, as `confusionMatrix` of `@neutype/metrics` gives them
 * @throws PlotError when the matrix is not square, or what it holds are no counts; DataError or ShapeError for what is no
 * array of numbers; OptionError for an unknown option, or labels that are not as many as the classes
 *
 * @example
 * ```ts
 * plotConfusionMatrix([[50, 2], [3, 45]], { labels: ['cat', 'dog'] }).toSvg();
 * ```
 */
export function plotConfusionMatrix(matrix: MatrixLike, options: PlotConfusionMatrixOptions = {}): Plot {
  const where = 'plotConfusionMatrix';
  checkOptions(where, options, OPTIONS);
  const { title = 'Confusion matrix', mistakes = false } = options;
  checkFlag(`${where}, mistakes`, mistakes);
  checkText(`${where}, title`, title);
  const { data, rows, columns } = toMatrix(where, matrix);
  if (rows !== columns || rows === 0) {
    throw new PlotError({ where, expected: 'as many rows as columns', received: `${rows}×${columns}` });
  }
  const labels = classNames(where, options.labels, rows);
  const counts = Array.from(data);
  checkCounts(where, counts, columns);
  const right = sum(labels.map((_, index) => counts[index * (columns + 1)]!));
  const total = sum(counts);
  return plot({
    title,
    summary: `Rows are actual classes, columns predicted ones. ${onDiagonal(right, total)} on the diagonal.`,
    panels: [
      {
        kind: 'matrix',
        title: '',
        rowLabel: 'Actual',
        columnLabel: 'Predicted',
        rows: labels,
        columns: labels,
        texts: counts.map((count) => (mistakes && count === 0 ? '' : countText(count))),
        shades: mistakes ? shadesOfMistakes(counts, columns) : shadesOfRows(counts, columns),
      },
    ],
  });
}

/** The square root of each count's share of its row. */
function shadesOfRows(counts: readonly number[], columns: number): number[] {
  return counts.map((count, index) => {
    const start = index - (index % columns);
    return Math.sqrt(count / (sum(counts.slice(start, start + columns)) || 1));
  });
}

/** Each mistake's share of the most frequent one; nothing for what was right. */
function shadesOfMistakes(counts: readonly number[], columns: number): number[] {
  const wrong = counts.map((count, index) => (index % (columns + 1) === 0 ? 0 : count));
  const most = largest(wrong) || 1;
  return wrong.map((count) => count / most);
}

/** Of a matrix that is normalized, there are no samples to count. */
function onDiagonal(right: number, total: number): string {
  if (Number.isInteger(right) && Number.isInteger(total)) return `${right} of ${total} samples lie`;
  return `${((100 * right) / total).toFixed(1)} % of the sum lies`;
}

/** Shares, as of a matrix that was divided by its sums, are counts too. */
function checkCounts(where: string, counts: readonly number[], columns: number): void {
  const wrong = counts.findIndex((count) => !(count >= 0 && count <= Number.MAX_SAFE_INTEGER));
  if (wrong === -1) return;
  throw new PlotError({
    where,
    expected: 'counts from 0 up',
    received: `${counts[wrong]} at [${Math.floor(wrong / columns)}][${wrong % columns}]`,
  });
}

function countText(count: number): string {
  return String(Number.isInteger(count) ? count : Number(count.toPrecision(3)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
