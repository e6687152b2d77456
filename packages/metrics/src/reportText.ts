import { escapeControls } from '@neutype/errors';
import { formatFixed } from '@neutype/ndarray';
import type { ClassificationReport } from './classificationReport.js';
import type { Scores } from './scores.js';

const HEADINGS = ['precision', 'recall', 'f1-score', 'support'];
const WIDEST_AVERAGE = 'weighted avg';
const COLUMN_WIDTH = 9;

/**
 * The report as scikit-learn 1.9 prints it (`sklearn/metrics/_classification.py`), closing newline included. Where not
 * one sample was predicted right, scikit-learn has counted in floats, and prints `2.0` for two samples.
 */
export function reportText(report: ClassificationReport, digits: number, isNothingRight: boolean): string {
  const names = report.classes.map(({ name }) => escapeControls(name));
  const nameWidth = names.reduce(
    (width, name) => Math.max(width, characters(name)),
    Math.max(WIDEST_AVERAGE.length, digits),
  );
  const line = (name: string, cells: readonly (string | number)[]) =>
    `${' '.repeat(nameWidth - characters(name))}${name} ${cells.map(column).join('')}\n`;
  const count = (support: number) => (isNothingRight ? support.toFixed(1) : support);
  const scoreLine = (name: string, { precision, recall, f1Score, support }: Scores) =>
    line(name, [...[precision, recall, f1Score].map((score) => formatFixed(score, digits)), count(support)]);
  const total = count(report.macroAverage.support);
  return [
    line('', HEADINGS),
    '\n',
    ...report.classes.map((scores, index) => scoreLine(names[index]!, scores)),
    '\n',
    report.microAverage === undefined
      ? line('accuracy', ['', '', formatFixed(report.accuracy ?? Number.NaN, digits), total])
      : scoreLine('micro avg', report.microAverage),
    scoreLine('macro avg', report.macroAverage),
    scoreLine(WIDEST_AVERAGE, report.weightedAverage),
  ].join('');
}

function column(cell: string | number): string {
  return ` ${String(cell).padStart(COLUMN_WIDTH)}`;
}

/** Code points, as Python counts. */
function characters(text: string): number {
  return [...text].length;
}
