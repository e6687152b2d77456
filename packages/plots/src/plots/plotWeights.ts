import { type MatrixLike, toMatrix } from '../arrays/matrix.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';
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

/**
 * What each unit of a dense first layer looks for: its weights as a picture of the input's shape, blue for negative
 * and red for positive, on one scale for all units.
 *
 * @param weights `[inputs, units]`, as layers keep them
 * @throws PlotError when the inputs do not make a picture of that shape.
 *
 * @example
 * ```ts
 * plotWeights({ data: await weight.read(), shape: weight.shape }).toSvg();
 * ```
 */
export const plotWeights = (weights: MatrixLike, options: PlotWeightsOptions = {}): Plot => {
  const { data, rows: inputs, columns: units } = toMatrix('plotWeights', weights);
  const side = Math.sqrt(inputs);
  const { shape: [height, width] = [side, side], count = 50, columns = 10 } = options;
  if (inputs === 0 || units === 0 || height * width !== inputs || !Number.isInteger(height)) {
    throw new PlotError(
      `plotWeights: ${inputs} inputs do not make a picture of ${height}×${width}. Give the shape: { shape: [height, width] }.`,
    );
  }
  const range = symmetricRange(data);
  const tiles = Array.from({ length: Math.min(count, units) }, (_, unit) => {
    const pixels = Float64Array.from({ length: inputs }, (_, input) => data[input * units + unit]!);
    return tileOf({ data: pixels, rows: height, columns: width }, range, 'diverging');
  });
  const [low, high] = range.map((value) => `${value > 0 ? '+' : '−'}${Math.abs(value).toPrecision(3)}`);
  return plot({
    title: options.title ?? 'First-layer weights',
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
};
