import { type ImagesLike, imageAt, imageCount } from '../arrays/image.js';
import { type NumberList, type ShapedArray, toList } from '../arrays/matrix.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';
import { type Range, rangeOfAll, tileOf } from './tile.js';

export interface PlotImagesOptions {
  /** A caption for each picture: the labels, say. */
  readonly labels?: ArrayLike<string | number> | ShapedArray;
  /** How many are shown at most, 50 by default: the first ones. */
  readonly count?: number;
  /** How many stand in a row, 10 by default. */
  readonly columns?: number;
  /** `Samples` by default. */
  readonly title?: string;
  /** The values shown black and white; the least and the greatest of all pictures shown by default. */
  readonly range?: Range;
}

/**
 * A grid of small grey pictures.
 *
 * @param images `[n, pixels]` of square pictures, `[n, height, width]`, `[n, height, width, 1]`, or a list of pictures
 * @throws PlotError when there is no picture, or the labels are not as many.
 *
 * @example
 * ```ts
 * plotImages(images.rows(0, 50), { labels: labels.rows(0, 50) }).toSvg();
 * ```
 */
export const plotImages = (images: ImagesLike, options: PlotImagesOptions = {}): Plot => {
  const { count = 50, columns = 10, title = 'Samples' } = options;
  const available = imageCount(images);
  const labels = options.labels && toList('plotImages: labels', options.labels as NumberList | ShapedArray);
  if (available === 0) throw new PlotError('plotImages: there is no picture to plot.');
  if (labels && labels.length !== available) {
    throw new PlotError(`plotImages: ${available} pictures need ${available} labels, got ${labels.length}.`);
  }
  const shown = Array.from({ length: Math.min(count, available) }, (_, index) =>
    imageAt('plotImages: picture', images, index),
  );
  const range = options.range ?? rangeOfAll(shown);
  const tiles = shown.map((image, index) =>
    tileOf(image, range, 'grey', labels === undefined ? undefined : String(labels[index])),
  );
  return plot({
    title,
    summary: `${tiles.length} of ${available} pictures${labels ? `: ${Array.from(labels).slice(0, tiles.length).join(', ')}` : ''}.`,
    panels: [{ kind: 'tiles', title: '', columns, tiles }],
  });
};
