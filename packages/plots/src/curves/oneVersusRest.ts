import {
  isShaped,
  type MatrixLike,
  type NumberList,
  type ShapedArray,
  toList,
  toMatrix,
} from '../arrays/matrix.js';
import { PlotError } from '../PlotError.js';

/** One class against all others. */
export interface ClassScores {
  readonly label: string;
  readonly actual: Uint8Array;
  readonly scores: NumberList;
}

/**
 * What to draw a curve of: the one positive class for a list of scores, every class that has samples (and is not
 * all there is) for a matrix `[samples, classes]`.
 */
export const oneVersusRest = (
  where: string,
  actual: NumberList | ShapedArray,
  scores: NumberList | MatrixLike,
  labels: readonly (string | number)[] | undefined,
): ClassScores[] => {
  const classes = toList(`${where}: actual (for one-hot targets, use argmax(1))`, actual);
  if (isBinary(scores)) {
    return [
      {
        label: String(labels?.[1] ?? ''),
        actual: Uint8Array.from(checked(where, classes)),
        scores: toList(where, scores),
      },
    ];
  }
  const { data, rows, columns } = toMatrix(where, scores);
  if (rows !== classes.length) {
    throw new PlotError(
      `${where}: expected one row of scores for each label, got ${rows} rows and ${classes.length} labels.`,
    );
  }
  const names = labels ?? Array.from({ length: columns }, (_, index) => index);
  if (names.length !== columns)
    throw new PlotError(`${where}: ${columns} classes need ${columns} labels, got ${names.length}.`);
  const all = names.map((label, index) => ({
    label: String(label),
    actual: Uint8Array.from(classes, (value) => (value === index ? 1 : 0)),
    scores: Float64Array.from({ length: rows }, (_, row) => data[row * columns + index]!),
  }));
  const drawn = all.filter(({ actual: positive }) => positive.includes(1) && positive.includes(0));
  if (drawn.length === 0)
    throw new PlotError(`${where}: expected samples of at least two classes, got fewer.`);
  return drawn;
};

const isBinary = (scores: NumberList | MatrixLike): scores is NumberList | ShapedArray =>
  isShaped(scores)
    ? scores.shape.length === 1 || scores.shape[1] === 1
    : typeof scores[0] === 'number' || scores.length === 0;

// A Uint8Array would turn other values into 0 and 1 by itself, and hide the mistake.
const checked = (where: string, classes: NumberList): NumberList => {
  const wrong = Array.from(classes).findIndex((value) => value !== 0 && value !== 1);
  if (wrong < 0) return classes;
  throw new PlotError(
    `${where}: label ${wrong} is ${classes[wrong]}, expected 0 or 1. For more classes give a matrix of scores, one column for each.`,
  );
};
