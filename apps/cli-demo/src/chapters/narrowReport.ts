import { classificationReport } from '@neutype/metrics';
import type { NdArray } from '@neutype/ndarray';

/** A classification report for terminals that are too narrow for scikit-learn's: 27 columns. */
export function narrowReport(actual: NdArray<Int32Array>, predicted: NdArray<Int32Array>): string {
  const { classes, macroAverage } = classificationReport(actual, predicted, { output: 'object' });
  const rows = [...classes, { name: 'mean', ...macroAverage }].map(({ name, precision, recall, f1Score }) => [
    name,
    ...[precision, recall, f1Score].map((score) => score.toFixed(2)),
  ]);
  return [['', 'prec.', 'recall', 'f1'], ...rows].map((cells) => cells.map(cell).join(' ')).join('\n');
}

function cell(text: string, column: number): string {
  return text.padStart(column === 0 ? 5 : 6);
}
