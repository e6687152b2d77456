import { type ImagesLike, imageAt, imageCount } from '../arrays/image.js';
import { type MatrixLike, type NumberList, type ShapedArray, toList, toMatrix } from '../arrays/matrix.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';
import { type Range, rangeOfAll, tileOf } from './tile.js';

export interface PlotMistakesOptions {
  /** Names of the classes; 0, 1, 2, … by default. */
  readonly labels?: readonly (string | number)[];
  /** How many are shown at most, 30 by default. */
  readonly count?: number;
  /** How many stand in a row, 6 by default. */
  readonly columns?: number;
  /** The values shown black and white; the least and the greatest of all pictures shown by default. */
  readonly range?: Range;
}

interface Mistake {
  readonly index: number;
  readonly actual: number;
  readonly predicted: number;
  readonly confidence: number;
}

/**
 * The samples that were taken for another class, the most confident mistakes first, each with the actual class,
 * the predicted one and the probability the network gave it.
 *
 * @param images as `plotImages` takes them
 * @param actual the class of each picture, counted from 0
 * @param probabilities `[pictures, classes]`, as `predict` gives them
 * @throws PlotError when the three are not equally long.
 *
 * @example
 * ```ts
 * plotMistakes(xTest, yTest.argmax(1), await optimizer.predict(xTest)).toSvg();
 * ```
 */
export const plotMistakes = (
  images: ImagesLike,
  actual: NumberList | ShapedArray,
  probabilities: MatrixLike,
  options: PlotMistakesOptions = {},
): Plot => {
  const { count = 30, columns = 6, labels = [] } = options;
  const mistakes = mistakesOf(imageCount(images), toList('plotMistakes: actual', actual), probabilities);
  const shown = mistakes.slice(0, count);
  const pictures = shown.map(({ index }) => imageAt('plotMistakes: picture', images, index));
  const range = options.range ?? rangeOfAll(pictures);
  const nameOf = (index: number): string => String(labels[index] ?? index);
  const captions = shown.map(
    ({ actual, predicted, confidence }) =>
      `${nameOf(actual)} → ${nameOf(predicted)}, ${(confidence * 100).toFixed(0)} %`,
  );
  const tiles = pictures.map((picture, place) => tileOf(picture, range, 'grey', captions[place]));
  const total = imageCount(images);
  return plot({
    title: mistakes.length === 0 ? `No mistakes among ${total} samples` : 'Mistakes: actual → predicted',
    summary: `${mistakes.length} of ${total} samples were taken for another class; the ${tiles.length} most confident are shown.`,
    panels: [{ kind: 'tiles', title: '', columns, tiles }],
  });
};

const mistakesOf = (count: number, actual: NumberList, probabilities: MatrixLike): Mistake[] => {
  const { data, rows, columns } = toMatrix('plotMistakes: probabilities', probabilities);
  if (actual.length !== count || rows !== count) {
    throw new PlotError(
      `plotMistakes: expected as many labels and rows of probabilities as pictures, got ${count} pictures, ` +
        `${actual.length} labels and ${rows} rows.`,
    );
  }
  const mistakes: Mistake[] = [];
  for (let index = 0; index < rows; index++) {
    let predicted = 0;
    for (let label = 1; label < columns; label++) {
      if (data[index * columns + label]! > data[index * columns + predicted]!) predicted = label;
    }
    const confidence = data[index * columns + predicted]!;
    if (predicted !== actual[index]) mistakes.push({ index, actual: actual[index]!, predicted, confidence });
  }
  return mistakes.sort((a, b) => b.confidence - a.confidence);
};
