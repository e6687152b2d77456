import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { type Matrix, type MatrixLike, type NumberList, readArray, toMatrix } from '../arrays/matrix.js';
import { extentOf } from '../arrays/values.js';
import { checkText } from '../checks.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';

export interface HintonOptions {
  /** The weight whose square fills its cell; by default the least power of two that no weight exceeds. */
  readonly maxWeight?: number;
  /** `Hinton diagram` by default. */
  readonly title?: string;
}

const OPTIONS = optionNames<HintonOptions>({ maxWeight: true, title: true });

/**
 * A Hinton diagram, as NeuPy draws it: on gray, a white square for a positive weight and a black one for a negative,
 * its side min(√(|w| / maxWeight), 1), so that its area is as large as the weight.
 *
 * @param matrix `[rows, columns]`; a list of numbers is one row
 * @throws PlotError when no weight is finite; DataError or ShapeError for what is no array of numbers; OptionError for an
 * unknown option or value
 *
 * @example
 * ```ts
 * console.log(hinton([[0.5, -1], [2, 0.1]]).toText());
 * ```
 */
export function hinton(matrix: MatrixLike | NumberList, options: HintonOptions = {}): Plot {
  checkOptions('hinton', options, OPTIONS);
  const { title = 'Hinton diagram' } = options;
  checkText('hinton, title', title);
  const { data, rows, columns } = rowOrMatrix(matrix);
  const extent = extentOf(data);
  if (!extent) {
    throw new PlotError({ where: 'hinton', expected: 'at least one finite weight', received: 'none' });
  }
  const { maxWeight = powerOfTwoFrom(Math.max(Math.abs(extent[0]), Math.abs(extent[1]))) } = options;
  checkNumber('hinton, maxWeight', maxWeight, { above: 0 });
  const side = (weight: number): number | null =>
    Number.isFinite(weight)
      ? Math.sign(weight) * Math.min(Math.sqrt(Math.abs(weight) / maxWeight), 1) + 0
      : null;
  const [low, high] = extent.map(weightText);
  return plot({
    title,
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
}

/** The least power of two that is not smaller; the largest number where that is none. */
function powerOfTwoFrom(size: number): number {
  return size === 0 ? 1 : Math.min(2 ** Math.ceil(Math.log2(size)), Number.MAX_VALUE);
}

/** Two digits after the point, or three significant ones where those would say nothing. */
function weightText(weight: number): string {
  const size = Math.abs(weight);
  const isPlain = size === 0 || (size >= 0.01 && size < 1e6);
  return (isPlain ? String(Math.round(weight * 100) / 100) : weight.toExponential(2)).replaceAll('-', '−');
}

function rowOrMatrix(matrix: MatrixLike | NumberList): Matrix {
  const array = readArray('hinton', matrix);
  return array.rank === 1 ? { data: array.data, rows: 1, columns: array.size } : toMatrix('hinton', array);
}
