import { checkChoice, checkNumber, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { type ImageLike, toImage } from '../arrays/image.js';
import type { Matrix } from '../arrays/matrix.js';
import type { Tile } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { gaussianFilter } from './gaussianFilter.js';
import { fullRange, symmetricRange, tileOf } from './tile.js';

export interface SaliencyMapOptions {
  /** `heatmap` (default): the size of the gradient, blurred. `raw`: the gradient with its sign. */
  readonly mode?: 'heatmap' | 'raw';
  /**
   * Deviation of the blur in pixels, at most the longer side; by default that over 28: NeuPy's 8 on a picture of 224, 1 on
   * MNIST.
   */
  readonly sigma?: number;
  /** The class the gradient belongs to, for the title: its index or its name. */
  readonly predicted?: number | string;
}

const OPTIONS = optionNames<SaliencyMapOptions>({ mode: true, sigma: true, predicted: true });

/**
 * Which pixels mattered: a picture beside the gradient of the winning output with respect to it (Simonyan, Vedaldi,
 * Zisserman, "Deep Inside Convolutional Networks", 2014).
 *
 * @param image a gray picture, as `imshow` takes it
 * @param gradient ∂ output / ∂ pixel, in the picture's shape
 * @throws PlotError when the two differ in shape; DataError or ShapeError for what is no array of numbers; OptionError for an
 * unknown option or value
 *
 * @example
 * ```ts
 * saliencyMap(image, gradient, { predicted: 3 }).toSvg();
 * ```
 */
export function saliencyMap(image: ImageLike, gradient: ImageLike, options: SaliencyMapOptions = {}): Plot {
  checkOptions('saliencyMap', options, OPTIONS);
  const pixels = toImage('saliencyMap, image', image);
  const slopes = toImage('saliencyMap, gradient', gradient);
  const longerSide = Math.max(pixels.rows, pixels.columns);
  const { mode = 'heatmap', sigma = longerSide / 28, predicted } = options;
  checkChoice('saliencyMap, mode', mode, ['heatmap', 'raw']);
  checkNumber('saliencyMap, sigma', sigma, { above: 0, to: longerSide });
  if (pixels.rows !== slopes.rows || pixels.columns !== slopes.columns) {
    throw new PlotError({
      where: 'saliencyMap, gradient',
      expected: `the picture's shape ${pixels.rows}×${pixels.columns}`,
      received: `${slopes.rows}×${slopes.columns}`,
    });
  }
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
        tiles: [tileOf(pixels, fullRange(pixels.data), 'gray', 'Input'), saliency],
      },
    ],
  });
}

function titleOf(predicted: number | string | undefined): string {
  if (predicted === undefined) return 'Saliency map';
  if (typeof predicted === 'string') return `Predicted output: ${predicted}`;
  if (typeof predicted === 'number') return `Predicted output #${predicted} (0-based indices)`;
  const expected = 'the index or the name of a class';
  throw new OptionError({ where: 'saliencyMap, predicted', expected, received: shown(predicted) });
}

function rawTile(gradient: Matrix): Tile {
  return tileOf(gradient, symmetricRange(gradient.data), 'diverging', 'Gradient');
}

function heatTile(gradient: Matrix, sigma: number): Tile {
  const sizes = Float64Array.from(gradient.data, (value) => (Number.isFinite(value) ? Math.abs(value) : 0));
  const blurred = gaussianFilter({ ...gradient, data: sizes }, sigma);
  return tileOf(blurred, [0, fullRange(blurred.data)[1]], 'heat', 'Saliency');
}
