import { ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, toNdArray } from '@neutype/ndarray';
import { type ClassTargets, readClassColumns } from '../input/classColumns.js';
import { checkIndicators, hasRows } from '../input/indicators.js';
import { checkLengths, type Labels } from '../input/labels.js';
import type { ScoreRows } from '../input/scoreRows.js';

/**
 * Which samples are of which column's class: 1 and 0, row by row, from classes, one-hot rows, or rows of 0 and 1 where
 * a sample has several labels.
 *
 * @throws DataError for no samples, unequal lengths, other numbers, and as many classes as there are no columns for;
 * ShapeError for rows of another width; OptionError for labels that do not go with the columns
 */
export function readMembership(
  where: string,
  actual: ClassTargets,
  rows: ScoreRows,
  labels: Labels | undefined,
): Uint8Array {
  if (hasRows(actual)) return readRows(where, actual, rows);
  const classes = readClassColumns(where, actual, rows, labels);
  const isOfClass = new Uint8Array(rows.data.length);
  for (let row = 0; row < rows.count; row++) isOfClass[row * rows.columns + classes[row]!] = 1;
  return isOfClass;
}

function readRows(where: string, actual: ClassTargets, { count, columns }: ScoreRows): Uint8Array {
  const place = `${where}, actual`;
  const { data, shape, length } = toNdArray(actual as ArrayInput, place, 'float64');
  checkLengths(where, length, count);
  if (shape[1] !== columns) {
    throw new ShapeError({
      where: place,
      expected: `rows of ${columns}, a number for each column of scores`,
      received: `the shape ${formatShape(shape)}`,
    });
  }
  checkIndicators(place, data, columns);
  return Uint8Array.from(data);
}
