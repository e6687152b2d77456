import {
  type MatrixLike,
  type NumberList,
  readArray,
  type ShapedArray,
  toList,
  toMatrix,
} from '../arrays/matrix.js';
import { checkClasses, classNames, toTexts } from '../checks.js';
import { PlotError } from '../plotError.js';

/** One class against all others. */
export interface ClassScores {
  readonly label: string;
  readonly actual: Uint8Array;
  readonly scores: Float64Array;
}

/**
 * What to draw a curve of: the one positive class for a list of scores, every class that has samples (and is not
 * all there is) for a matrix `[samples, classes]`.
 */
export function oneVersusRest(
  where: string,
  actual: NumberList | ShapedArray,
  scores: NumberList | MatrixLike,
  labels: readonly (string | number)[] | undefined,
): ClassScores[] {
  const remedy = 'Turn one-hot targets into classes first: y.argmax(1).';
  const classes = toList(`${where}, actual`, actual, remedy);
  const array = readArray(`${where}, scores`, scores);
  const isBinary = array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
  if (isBinary) return [positiveClass(where, classes, array.data, labels)];
  const { data, rows, columns } = toMatrix(`${where}, scores`, array);
  if (rows !== classes.length) {
    throw new PlotError({
      where,
      expected: 'one row of scores for each label',
      received: `${rows} rows and ${classes.length} labels`,
    });
  }
  checkClasses(`${where}, actual`, classes, columns, 'scores');
  const all = classNames(where, labels, columns).map((label, index) => ({
    label,
    actual: Uint8Array.from(classes, (value) => (value === index ? 1 : 0)),
    scores: Float64Array.from({ length: rows }, (_, row) => data[row * columns + index]!),
  }));
  const drawn = all.filter(({ actual: positive }) => positive.includes(1) && positive.includes(0));
  if (drawn.length > 0) return drawn;
  throw new PlotError({ where, expected: 'samples of at least two classes', received: 'fewer' });
}

function positiveClass(
  where: string,
  classes: NumberList,
  scores: NumberList,
  labels: readonly (string | number)[] | undefined,
): ClassScores {
  // A Uint8Array would turn other values into 0 and 1 by itself, and hide the mistake.
  checkBinary(where, classes);
  const names = labels === undefined ? [] : toTexts(`${where}, labels`, labels);
  return { label: names[1] ?? '', actual: Uint8Array.from(classes), scores: Float64Array.from(scores) };
}

/** Refuses labels other than 0 and 1. */
export function checkBinary(where: string, actual: NumberList): void {
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === 0 || actual[i] === 1) continue;
    throw new PlotError({
      where: `${where}, actual`,
      expected: 'labels of 0 and 1',
      received: `${actual[i]} at [${i}]`,
      remedy: 'plotRocCurve and plotPrecisionRecallCurve take a matrix of scores, one column for each class.',
    });
  }
}
