import { isShaped, type Matrix, type MatrixLike, type NumberList, toMatrix } from '../arrays/matrix.js';
import { extentOf } from '../arrays/values.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';

export interface HintonOptions {
  /** The weight whose square fills its cell; by default the least power of two that no weight exceeds. */
  readonly maxWeight?: number;
  /** `Hinton diagram` by default. */
  readonly title?: string;
}

/**
 * A Hinton diagram, as NeuPy draws it: on grey, a white square for a positive weight and a black one for a negative,
 * its side min(√(|w| / maxWeight), 1), so that its area is as large as the weight.
 *
 * @param matrix `[rows, columns]`; a list of numbers is one row
 * @throws PlotError when the matrix is empty or `maxWeight` is not positive.
 *
 * @example
 * ```ts
 * console.log(hinton([[0.5, -1], [2, 0.1]]).toText());
 * ```
 */
export const hinton = (matrix: MatrixLike | NumberList, options: HintonOptions = {}): Plot => {
  const { data, rows, columns } = rowOrMatrix(matrix);
  const extent = extentOf(data as ArrayLike<number>);
  if (!extent) throw new PlotError('hinton: expected at least one finite weight, got none.');
  const largest = Math.max(Math.abs(extent[0]), Math.abs(extent[1]));
  const maxWeight = options.maxWeight ?? (largest === 0 ? 1 : 2 ** Math.ceil(Math.log2(largest)));
  if (!(maxWeight > 0)) throw new PlotError(`hinton: expected a maxWeight above 0, got ${maxWeight}.`);
  const side = (weight: number): number | null =>
    Number.isFinite(weight) ? Math.sign(weight) * Math.min(Math.sqrt(Math.abs(weight) / maxWeight), 1) : null;
  const [low, high] = extent.map((value) => String(Math.round(value * 100) / 100).replace('-', '−'));
  return plot({
    title: options.title ?? 'Hinton diagram',
    summary: `${rows} by ${columns} weights from ${low} to ${high}; a square's area tells the size, white is positive, black negative.`,
    panels: [
      {
        kind: 'hinton',
        title: '',
        rows,
        columns,
        sides: Array.from(data, side),
        legend: [`Positive value (max ${high})`, `Negative value (min ${low})`],
      },
    ],
  });
};

const rowOrMatrix = (matrix: MatrixLike | NumberList): Matrix => {
  if (isShaped(matrix) && matrix.shape.length === 1)
    return { data: matrix.data, rows: 1, columns: matrix.data.length };
  if (!isShaped(matrix) && typeof matrix[0] === 'number') {
    return { data: matrix as NumberList, rows: 1, columns: matrix.length };
  }
  return toMatrix('hinton', matrix);
};
