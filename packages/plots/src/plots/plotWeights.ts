import { checkCount, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { type MatrixLike, toMatrix } from '../arrays/matrix.js';
import { checkText } from '../checks.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { symmetricRange, tileOf } from './tile.js';

export interface PlotWeightsOptions {
  /** Height and width of the input picture; a square one by default. */
  readonly shape?: readonly [number, number];
  /** How many units are shown at most, 50 by default: the first ones. */
  readonly count?: number;
  /** How many stand in a row, 10 by default. */
  readonly columns?: number;
  /** `First-layer weights` by default. */
  readonly title?: string;
}

const OPTIONS = optionNames<PlotWeightsOptions>({ shape: true, count: true, columns: true, title: true });

/**
 * What each unit of a dense first layer looks for: its weights as a picture of the input's shape, blue for negative
 * and red for positive, on one scale for all units.
 *
 * @param weights `[inputs, units]`, as layers keep them
 * @throws PlotError when the inputs do not make a picture of that shape; DataError or ShapeError for what is no array of
 * numbers; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * plotWeights({ data: await weight.read(), shape: weight.shape }).toSvg();
 * ```
 */
export function plotWeights(weights: MatrixLike, options: PlotWeightsOptions = {}): Plot {
  const where = 'plotWeights';
  checkOptions(where, options, OPTIONS);
  const { count = 50, columns = 10, title = 'First-layer weights' } = options;
  checkCount(`${where}, count`, count);
  checkCount(`${where}, columns`, columns);
  checkText(`${where}, title`, title);
  const { data, rows: inputs, columns: units } = toMatrix(where, weights);
  const [height, width] = pictureShape(where, inputs, options.shape);
  if (units === 0) throw new PlotError({ where, expected: 'at least one unit', received: 'none' });
  const range = symmetricRange(data);
  const tiles = Array.from({ length: Math.min(count, units) }, (_, unit) => {
    const pixels = Float64Array.from({ length: inputs }, (_, input) => data[input * units + unit]!);
    return tileOf({ data: pixels, rows: height, columns: width }, range, 'diverging');
  });
  const [low, high] = range.map((value) => `${value > 0 ? '+' : '−'}${Math.abs(value).toPrecision(3)}`);
  return plot({
    title,
    summary: `The weights of ${tiles.length} of ${units} units as pictures of ${width} by ${height} pixels, from ${low} to ${high}.`,
    panels: [
      {
        kind: 'tiles',
        title: '',
        columns,
        tiles,
        colorBar: { colormap: 'diverging', low: low!, high: high! },
      },
    ],
  });
}

function pictureShape(where: string, inputs: number, wanted: unknown): readonly [number, number] {
  const side = Math.sqrt(inputs);
  if (wanted === undefined && inputs > 0 && Number.isInteger(side)) return [side, side];
  if (wanted !== undefined && (!Array.isArray(wanted) || wanted.length !== 2)) {
    const expected = 'the height and width of a picture';
    throw new OptionError({ where: `${where}, shape`, expected, received: shown(wanted) });
  }
  const [height, width] = (wanted ?? [side, side]) as [number, number];
  const isWhole = Number.isInteger(height) && Number.isInteger(width) && height > 0;
  if (isWhole && height * width === inputs) return [height, width];
  throw new PlotError({
    where,
    expected: wanted === undefined ? 'as many inputs as a square picture has pixels' : `${inputs} pixels`,
    received: wanted === undefined ? `${inputs}` : `${shown(height)}×${shown(width)}`,
    remedy: 'Give the shape: { shape: [height, width] }.',
  });
}
