import { checkCount, checkOptions, OptionError, optionNames } from '@neutype/errors';
import { type ImagesLike, readImages } from '../arrays/image.js';
import type { ShapedArray } from '../arrays/matrix.js';
import { checkPixelRange, checkText, toTexts } from '../checks.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';
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

const OPTIONS = optionNames<PlotImagesOptions>({
  labels: true,
  count: true,
  columns: true,
  title: true,
  range: true,
});

/**
 * A grid of small gray pictures.
 *
 * @param images `[n, pixels]` of square pictures, `[n, height, width]`, `[n, height, width, 1]`, or a list of pictures
 * @throws PlotError when there is no picture; DataError or ShapeError for what is no array of numbers; OptionError for an
 * unknown option or value, or labels that are not as many
 *
 * @example
 * ```ts
 * plotImages(images.rows(0, 50), { labels: labels.rows(0, 50) }).toSvg();
 * ```
 */
export function plotImages(images: ImagesLike, options: PlotImagesOptions = {}): Plot {
  const where = 'plotImages';
  checkOptions(where, options, OPTIONS);
  const { count = 50, columns = 10, title = 'Samples' } = options;
  checkCount(`${where}, count`, count);
  checkCount(`${where}, columns`, columns);
  checkText(`${where}, title`, title);
  checkPixelRange(`${where}, range`, options.range);
  const pictures = readImages(where, images);
  const available = pictures.count;
  if (available === 0) throw new PlotError({ where, expected: 'at least one picture', received: 'none' });
  const labels = options.labels === undefined ? undefined : toTexts(`${where}, labels`, options.labels);
  if (labels && labels.length !== available) {
    const expected = `${available} labels, one for each picture`;
    throw new OptionError({ where: `${where}, labels`, expected, received: `${labels.length}` });
  }
  const shown = Array.from({ length: Math.min(count, available) }, (_, index) => pictures.at(index));
  const range = options.range ?? rangeOfAll(shown);
  const tiles = shown.map((image, index) => tileOf(image, range, 'gray', labels?.[index]));
  return plot({
    title,
    summary: `${tiles.length} of ${available} pictures${labels ? `: ${labels.slice(0, tiles.length).join(', ')}` : ''}.`,
    panels: [{ kind: 'tiles', title: '', columns, tiles }],
  });
}
