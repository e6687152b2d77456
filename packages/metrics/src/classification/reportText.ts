import { escapeControls } from '@neutype/errors';
import { formatFixed } from '@neutype/ndarray';
import type { ClassificationReport } from './classificationReport.js';
import type { Scores } from './scores.js';

const HEADINGS = ['precision', 'recall', 'f1-score', 'support'];
const WIDEST_AVERAGE = 'weighted avg';
const COLUMN_WIDTH = 9;

/**
 * The report as scikit-learn 1.9 prints it (`sklearn/metrics/_classification.py`), closing newline included.
 *
 * @param countsAreFloats whether two samples are `2.0`: scikit-learn counts in floats where samples have weights, and
 * where not one was predicted right
 */
export function reportText(report: ClassificationReport, digits: number, countsAreFloats: boolean): string {
  const names = report.classes.map(({ name }) => escapeControls(name));
  const nameWidth = names.reduce(
    (width, name) => Math.max(width, characters(name)),
    Math.max(WIDEST_AVERAGE.length, digits),
  );
  const line = (name: string, cells: readonly (string | number)[]) =>
    `${' '.repeat(nameWidth - characters(name))}${name} ${cells.map(column).join('')}\n`;
  const count = (support: number) => (countsAreFloats ? pythonFloat(support) : support);
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

/** As Python prints a float: in all its digits, with a point, and an exponent below 1e-4 and from 1e16 on. */
function pythonFloat(value: number): string {
  if (value === 0 || (value >= 1e-4 && value < 1e16)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Code points, as Python counts. */
function characters(text: string): number {
  return [...text].length;
}
