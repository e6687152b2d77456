import { checkOptions, optionNames } from '@neutype/errors';
import { type ImageLike, toImage } from '../arrays/image.js';
import { checkPixelRange, checkText } from '../checks.js';
import { type Plot, plot } from '../plot.js';
import { fullRange, type Range, tileOf } from './tile.js';

export interface ImshowOptions {
  /** None by default. */
  readonly title?: string;
  /** The values shown black and white; the least and the greatest of the picture by default. */
  readonly range?: Range;
}

const OPTIONS = optionNames<ImshowOptions>({ title: true, range: true });

/**
 * Shows one gray picture, low values black and high ones white, as `plt.imshow(image, cmap='gray')`.
 *
 * @param image a matrix, `[height, width, 1]`, or a flat list of a square picture (a row of MNIST)
 * @throws PlotError when the picture is empty, or flat and not square; DataError or ShapeError for what is no array of
 * numbers; OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * console.log(imshow(images.row(0)).toText());
 * ```
 */
export function imshow(image: ImageLike, options: ImshowOptions = {}): Plot {
  checkOptions('imshow', options, OPTIONS);
  const { title = '', range } = options;
  checkText('imshow, title', title);
  checkPixelRange('imshow, range', range);
  const pixels = toImage('imshow', image);
  const shown = range ?? fullRange(pixels.data);
  return plot({
    title,
    summary: `A picture of ${pixels.columns} by ${pixels.rows} pixels.`,
    panels: [{ kind: 'tiles', title: '', columns: 1, tiles: [tileOf(pixels, shown, 'gray')] }],
  });
}
