import { type ImageLike, toImage } from '../arrays/image.js';
import type { Matrix } from '../arrays/matrix.js';
import type { Tile } from '../description.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';
import { gaussianFilter } from './gaussianFilter.js';
import { fullRange, symmetricRange, tileOf } from './tile.js';

export interface SaliencyMapOptions {
  /** `heatmap` (default): the size of the gradient, blurred. `raw`: the gradient with its sign. */
  readonly mode?: 'heatmap' | 'raw';
  /** Deviation of the blur in pixels; by default the longer side over 28: NeuPy's 8 on a picture of 224, 1 on MNIST. */
  readonly sigma?: number;
  /** The class the gradient belongs to, for the title: its index or its name. */
  readonly predicted?: number | string;
}

/**
 * Which pixels mattered: a picture beside the gradient of the winning output with respect to it (Simonyan, Vedaldi,
 * Zisserman, "Deep Inside Convolutional Networks", 2014).
 *
 * @param image a grey picture, as `imshow` takes it
 * @param gradient ∂ output / ∂ pixel, in the picture's shape
 * @throws PlotError when the two differ in shape, or an option is not one of its values.
 *
 * @example
 * ```ts
 * saliencyMap(image, gradient, { predicted: 3 }).toSvg();
 * ```
 */
export const saliencyMap = (
  image: ImageLike,
  gradient: ImageLike,
  options: SaliencyMapOptions = {},
): Plot => {
  const pixels = toImage('saliencyMap: image', image);
  const slopes = toImage('saliencyMap: gradient', gradient);
  const { mode = 'heatmap', sigma = Math.max(pixels.rows, pixels.columns) / 28, predicted } = options;
  if (pixels.rows !== slopes.rows || pixels.columns !== slopes.columns) {
    throw new PlotError(
      `saliencyMap: the gradient must have the picture's shape ${pixels.rows}×${pixels.columns}, got ${slopes.rows}×${slopes.columns}.`,
    );
  }
  if (mode !== 'raw' && mode !== 'heatmap') {
    throw new PlotError(`saliencyMap: '${mode}' is no mode. Expected 'raw' or 'heatmap'.`);
  }
  if (!(sigma > 0)) throw new PlotError(`saliencyMap: expected a sigma above 0, got ${sigma}.`);
  const saliency = mode === 'raw' ? rawTile(slopes) : heatTile(slopes, sigma);
  const title = titleOf(predicted);
  return plot({
    title,
    summary: `A picture of ${pixels.columns} by ${pixels.rows} pixels, and how strongly the output depends on each of them.`,
    panels: [
      {
        kind: 'tiles',
        title: '',
        columns: 2,
        tiles: [tileOf(pixels, fullRange(pixels.data), 'grey', 'Input'), saliency],
      },
    ],
  });
};

const titleOf = (predicted: number | string | undefined): string => {
  if (predicted === undefined) return 'Saliency map';
  return typeof predicted === 'string'
    ? `Predicted output: ${predicted}`
    : `Predicted output #${predicted} (0-based indices)`;
};

const rawTile = (gradient: Matrix): Tile =>
  tileOf(gradient, symmetricRange(gradient.data), 'diverging', 'Gradient');

const heatTile = (gradient: Matrix, sigma: number): Tile => {
  const sizes = Float64Array.from(gradient.data, (value) => (Number.isFinite(value) ? Math.abs(value) : 0));
  const blurred = gaussianFilter({ ...gradient, data: sizes }, sigma);
  return tileOf(blurred, [0, fullRange(blurred.data)[1]], 'heat', 'Saliency');
};
