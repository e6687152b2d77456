import { DataError, ShapeError } from '@neutype/errors';
import {
  type ArrayInput,
  checkFinite,
  formatShape,
  NdArray,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';
import { checkLengths } from '../input/labels.js';

/** What a classifier was to give and gave, in the forms that metrics take. */
export interface Predictions {
  /** The true classes, counted from 0. */
  readonly actual: Int32Array;
  /** The predicted classes. */
  readonly predicted: Int32Array;
  /** The network's outputs. */
  readonly outputs: NdArray<TypedArray>;
  /** Those of class 1 where there are two classes, `[samples]`; else all, `[samples, classes]`. */
  readonly scores: NdArray<TypedArray>;
  /** All classes: 0, 1, 2, …; two where there is a single output. */
  readonly labels: readonly number[];
  /** How scores of classes are averaged: two classes have a positive one, class 1. */
  readonly average: 'binary' | 'macro';
}

/** From which output on a sample is of class 1, where there is one output: that of a sigmoid. */
const THRESHOLD = 0.5;

/**
 * Reads targets and outputs of a classifier. Its prediction is the class with the largest output, or for a single
 * output 1 above 0.5.
 *
 * @throws DataError for no samples, unequal lengths, outputs that are not finite, and targets that are no classes;
 * ShapeError for other dimensions
 */
export function readPredictions(where: string, targets: ArrayInput, given: ArrayInput): Predictions {
  const outputs = toNdArray(given, `${where}, outputs`, 'float64');
  const wanted = toNdArray(targets, `${where}, targets`, 'float64');
  checkLengths(where, wanted.length, outputs.length);
  if (outputs.rank > 2 || outputs.rank === 0) {
    throw new ShapeError({
      where: `${where}, outputs`,
      expected: 'the shape [samples] or [samples, classes]',
      received: formatShape(outputs.shape),
    });
  }
  checkFinite(outputs, `${where}, outputs`);
  const columns = outputs.shape[1] ?? 1;
  const classes = Math.max(2, columns);
  const actual = readClasses(where, wanted, columns, classes);
  const predicted =
    columns === 1
      ? Int32Array.from(outputs.data, (output) => Number(output > THRESHOLD))
      : Int32Array.from(outputs.argmax(1).data);
  return {
    actual,
    predicted,
    outputs,
    scores: classes === 2 ? lastColumn(outputs, columns) : outputs,
    labels: Array.from({ length: classes }, (_, label) => label),
    average: classes === 2 ? 'binary' : 'macro',
  };
}

/** Rows with a 1 at the class of each sample. */
export function oneHot(classes: Int32Array, width: number): NdArray<Uint8Array> {
  const rows = new Uint8Array(classes.length * width);
  for (let row = 0; row < classes.length; row++) rows[row * width + classes[row]!] = 1;
  return new NdArray(rows, [classes.length, width]);
}

function lastColumn({ data, length }: NdArray<TypedArray>, columns: number): NdArray<TypedArray> {
  return new NdArray(
    data.filter((_, index) => index % columns === columns - 1),
    [length],
  );
}

function readClasses(
  caller: string,
  targets: NdArray<TypedArray>,
  columns: number,
  classes: number,
): Int32Array {
  const where = `${caller}, targets`;
  if (targets.rank === 2 && targets.shape[1] === columns && columns > 1) return likeliest(where, targets);
  if (targets.rank !== 1 && !(targets.rank === 2 && targets.shape[1] === 1)) {
    throw new ShapeError({
      where,
      expected: `classes [samples]${columns > 1 ? `, or one-hot rows [samples, ${columns}] as there are outputs` : ''}`,
      received: formatShape(targets.shape),
    });
  }
  const wrong = targets.data.findIndex(
    (label) => !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (wrong === -1) return Int32Array.from(targets.data);
  throw new DataError({
    where,
    expected: `classes from 0 to ${classes - 1}, for ${columns === 1 ? 'a single output' : `${columns} outputs`}`,
    received: `${targets.data[wrong]} at [${wrong}]`,
  });
}

/** The largest of each row: also of smoothed and mixed labels, but not of rows in which two are. */
function likeliest(where: string, targets: NdArray<TypedArray>): Int32Array {
  checkFinite(targets, where);
  const { data } = targets;
  const width = targets.shape[1]!;
  return Int32Array.from(targets.argmax(1).data, (column, row) => {
    const largest = data[row * width + column]!;
    for (let other = column + 1; other < width; other++) {
      if (data[row * width + other] !== largest) continue;
      throw new DataError({
        where,
        expected: 'one-hot rows, in which one number is the largest',
        received: `${largest} at [${row}][${column}] and at [${row}][${other}]`,
      });
    }
    return column;
  });
}
