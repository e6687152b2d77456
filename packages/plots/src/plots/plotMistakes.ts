import { checkCount, checkOptions, optionNames } from '@neutype/errors';
import { type ImagesLike, readImages } from '../arrays/image.js';
import { type MatrixLike, type NumberList, type ShapedArray, toList, toMatrix } from '../arrays/matrix.js';
import { checkPixelRange, toTexts } from '../checks.js';
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

const OPTIONS = optionNames<PlotMistakesOptions>({ labels: true, count: true, columns: true, range: true });

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
 * @throws PlotError when the three are not equally long; DataError or ShapeError for what is no array of numbers;
 * OptionError for an unknown option or value
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
  const where = 'plotMistakes';
  checkOptions(where, options, OPTIONS);
  const { count = 30, columns = 6, labels = [] } = options;
  checkCount(`${where}, count`, count);
  checkCount(`${where}, columns`, columns);
  checkPixelRange(`${where}, range`, options.range);
  const names = toTexts(`${where}, labels`, labels);
  const samples = readImages(where, images);
  const remedy = 'Turn one-hot targets into classes first: y.argmax(1).';
  const mistakes = mistakesOf(samples.count, toList(`${where}, actual`, actual, remedy), probabilities);
  const shown = mistakes.slice(0, count);
  const pictures = shown.map(({ index }) => samples.at(index));
  const range = options.range ?? rangeOfAll(pictures);
  const nameOf = (index: number): string => names[index] ?? String(index);
  const captions = shown.map(
    ({ actual, predicted, confidence }) =>
      `${nameOf(actual)} → ${nameOf(predicted)}, ${(confidence * 100).toFixed(0)} %`,
  );
  const tiles = pictures.map((picture, place) => tileOf(picture, range, 'grey', captions[place]));
  const total = samples.count;
  return plot({
    title: mistakes.length === 0 ? `No mistakes among ${total} samples` : 'Mistakes: actual → predicted',
    summary: `${mistakes.length} of ${total} samples were taken for another class; the ${tiles.length} most confident are shown.`,
    panels: [{ kind: 'tiles', title: '', columns, tiles }],
  });
};

const mistakesOf = (count: number, actual: NumberList, probabilities: MatrixLike): Mistake[] => {
  const { data, rows, columns } = toMatrix('plotMistakes, probabilities', probabilities);
  if (actual.length !== count || rows !== count) {
    throw new PlotError({
      where: 'plotMistakes',
      expected: 'as many labels and rows of probabilities as pictures',
      received: `${count} pictures, ${actual.length} labels and ${rows} rows`,
    });
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
