import { DataError, OptionError, ShapeError, shown } from '@neutype/errors';
import { type ArrayInput, isNdArray, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { checkLengths, distinct, type Label, type Labels, named, readLabels } from './labels.js';

/** The true classes, or one-hot rows. */
export type ClassTargets = Labels | ArrayLike<ArrayLike<number>>;

/** What there is for each sample and class. */
interface Table {
  readonly count: number;
  readonly columns: number;
}

/**
 * Which column is that of each sample's class. Columns are those of the classes in ascending order: all that occur, or
 * `labels`.
 *
 * @throws DataError for no samples, unequal lengths, rows that are not one-hot, and as many classes as there are no
 * columns for; ShapeError for one-hot rows of another width; OptionError for labels that do not go with the columns
 */
export function readClassColumns(
  where: string,
  actual: ClassTargets,
  table: Table,
  labels: Labels | undefined,
): Int32Array {
  const oneHot = readOneHot(where, actual);
  if (oneHot !== undefined) return oneHotColumns(where, oneHot, table);
  const classes = readLabels(`${where}, actual`, actual as Labels);
  checkLengths(where, classes.length, table.count);
  return columnsOf(where, classes, table.columns, labels);
}

/** One-hot rows are an array of two dimensions, and not of one column: that is a list of classes. */
function readOneHot(where: string, actual: ClassTargets): NdArray<TypedArray> | undefined {
  const isNested = Array.isArray(actual) && typeof actual[0] === 'object';
  if (!isNdArray(actual) && !isNested) return undefined;
  const array = toNdArray(actual as ArrayInput, `${where}, actual`);
  return array.rank === 2 && array.shape[1]! > 1 ? array : undefined;
}

function columnsOf(
  where: string,
  actual: ArrayLike<Label>,
  columns: number,
  labels: Labels | undefined,
): Int32Array {
  const known = labels === undefined ? distinct(actual) : Array.from(readLabels(`${where}, labels`, labels));
  checkClasses(where, known, columns, labels !== undefined);
  const positions = new Map<Label, number>(known.map((label, position) => [label, position]));
  const result = new Int32Array(actual.length);
  for (let index = 0; index < actual.length; index++) {
    const position = positions.get(actual[index]!);
    if (position === undefined) {
      throw new DataError({
        where: `${where}, actual`,
        expected: `classes out of 'labels' (${named(known)})`,
        received: `${shown(actual[index])} at [${index}]`,
      });
    }
    result[index] = position;
  }
  return result;
}

function checkClasses(where: string, known: readonly Label[], columns: number, isGiven: boolean): void {
  const ascending = distinct(known);
  if (ascending.length !== known.length || ascending.some((label, index) => label !== known[index])) {
    throw new OptionError({
      where: `${where}, labels`,
      expected: 'each class once, smallest first',
      received: named(known),
    });
  }
  if (known.length === columns) return;
  const received = `${known.length} (${named(known)})`;
  const expected = `as many classes as there are probabilities for, ${columns}`;
  if (isGiven) throw new OptionError({ where: `${where}, labels`, expected, received });
  const remedy = "Name all classes by the option 'labels'.";
  throw new DataError({ where: `${where}, actual`, expected, received, remedy });
}

function oneHotColumns(
  caller: string,
  { data, shape, length }: NdArray<TypedArray>,
  table: Table,
): Int32Array {
  const where = `${caller}, actual`;
  checkLengths(caller, length, table.count);
  const width = shape[1]!;
  if (width !== table.columns) {
    throw new ShapeError({
      where,
      expected: `one-hot rows of ${table.columns} classes, as there are probabilities for`,
      received: `${width}`,
    });
  }
  const columns = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const values = data.subarray(row * width, (row + 1) * width);
    columns[row] = values.indexOf(1);
    if (columns[row] !== -1 && values.every((value, column) => value === Number(column === columns[row])))
      continue;
    throw notOneHot(where, values, row);
  }
  return columns;
}

function notOneHot(where: string, values: TypedArray, row: number): DataError {
  let [least, most, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return new DataError({
    where,
    expected: 'one-hot rows, one 1 and zeros',
    received: `numbers from ${least} to ${most} that add up to ${sum} for sample ${row}`,
  });
}
