import { checkCount, checkOptions, optionNames } from '@neutype/errors';
import { checkFinite } from '@neutype/ndarray';
import { type ImagesLike, readImages } from '../arrays/image.js';
import {
  type MatrixLike,
  type NumberList,
  readArray,
  type ShapedArray,
  toList,
  toMatrix,
} from '../arrays/matrix.js';
import { checkClasses, checkPixelRange, toTexts } from '../checks.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';
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
 * @param probabilities `[pictures, classes]`, as `predict` gives them; of a single column, those of class 1 out of two
 * @throws PlotError when the three are not equally long, or a class has no column; DataError or ShapeError for what is no array of numbers;
 * OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * plotMistakes(xTest, yTest.argmax(1), await optimizer.predict(xTest)).toSvg();
 * ```
 */
export function plotMistakes(
  images: ImagesLike,
  actual: NumberList | ShapedArray,
  probabilities: MatrixLike,
  options: PlotMistakesOptions = {},
): Plot {
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
  const tiles = pictures.map((picture, place) => tileOf(picture, range, 'gray', captions[place]));
  const total = samples.count;
  return plot({
    title: mistakes.length === 0 ? `No mistakes among ${total} samples` : 'Mistakes: actual → predicted',
    summary: `${mistakes.length} of ${total} samples were taken for another class; the ${tiles.length} most confident are shown.`,
    panels: [{ kind: 'tiles', title: '', columns, tiles }],
  });
}

function mistakesOf(count: number, actual: NumberList, probabilities: MatrixLike): Mistake[] {
  const { rows, classes, at } = readProbabilities('plotMistakes, probabilities', probabilities);
  if (actual.length !== count || rows !== count) {
    throw new PlotError({
      where: 'plotMistakes',
      expected: 'as many labels and rows of probabilities as pictures',
      received: `${count} pictures, ${actual.length} labels and ${rows} rows`,
    });
  }
  checkClasses('plotMistakes, actual', actual, classes, 'probabilities');
  const mistakes: Mistake[] = [];
  for (let index = 0; index < rows; index++) {
    let predicted = 0;
    for (let label = 1; label < classes; label++)
      if (at(index, label) > at(index, predicted)) predicted = label;
    const confidence = at(index, predicted);
    if (predicted !== actual[index]) mistakes.push({ index, actual: actual[index]!, predicted, confidence });
  }
  return mistakes.sort((a, b) => b.confidence - a.confidence);
}

interface ProbabilityRows {
  readonly rows: number;
  readonly classes: number;
  at(row: number, label: number): number;
}

/** A single column is the probability of class 1 out of two. */
function readProbabilities(where: string, probabilities: MatrixLike): ProbabilityRows {
  const array = readArray(where, probabilities);
  checkFinite(array, where);
  const { data, rows, columns } = toMatrix(where, array);
  if (columns !== 1) return { rows, classes: columns, at: (row, label) => data[row * columns + label]! };
  return { rows, classes: 2, at: (row, label) => (label === 1 ? data[row]! : 1 - data[row]!) };
}
