import { DataError, OptionError, ShapeError, shown } from '@neutype/errors';
import { dtypeOf, formatShape, isNdArray, type NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';

/** The name of a class: an integer, or a text. */
export type Label = number | string;

/** One class for each sample. */
export type Labels = ArrayLike<number> | ArrayLike<string> | NdArray<TypedArray>;

/** The labels of two lists that belong together, sample by sample. */
export interface LabelPairs {
  readonly actual: ArrayLike<Label>;
  readonly predicted: ArrayLike<Label>;
}

/**
 * Reads and checks actual and predicted classes.
 *
 * @throws DataError for labels that are neither integers nor texts, or both, for unequal lengths, and for no samples;
 * ShapeError for an array of more than one column
 */
export function readPairs(where: string, actual: Labels, predicted: Labels): LabelPairs {
  const pairs = {
    actual: readLabels(`${where}, actual`, actual),
    predicted: readLabels(`${where}, predicted`, predicted),
  };
  checkLengths(where, pairs.actual.length, pairs.predicted.length);
  const [first, second] = [pairs.actual[0], pairs.predicted[0]];
  if (typeof first === typeof second) return pairs;
  throw new DataError({
    where: `${where}, predicted`,
    expected: `${kindOf(first)}, as the actual classes are`,
    received: `${shown(second)} at [0]`,
  });
}

/** Checks that there are samples, and as many predictions. */
export function checkLengths(where: string, actual: number, predicted: number): void {
  if (actual !== predicted) {
    throw new DataError({
      where,
      expected: 'as many predicted as actual samples',
      received: `${predicted} and ${actual}`,
    });
  }
  if (actual === 0) throw new DataError({ where, expected: 'at least one sample', received: 'none' });
}

/** The classes of one list, checked. */
export function readLabels(where: string, labels: Labels): ArrayLike<Label> {
  if (isNdArray(labels)) return columnOf(where, toNdArray(labels, where));
  if (!Array.isArray(labels) && dtypeOf(labels) === undefined) {
    throw new DataError({ where, expected: 'an array of classes', received: shown(labels) });
  }
  const values: ArrayLike<unknown> = labels;
  const first = values[0];
  for (let index = 0; index < values.length; index++) {
    const label = values[index];
    if (isLabel(label) && typeof label === typeof first) continue;
    throw new DataError({
      where,
      expected:
        isLabel(first) && index > 0 ? `${kindOf(first)}, as the first class is` : 'whole numbers or texts',
      received: `${index in values ? shown(label) : 'a hole'} at [${index}]`,
      ...(typeof label === 'object' && label !== null && { remedy: ROWS_REMEDY }),
    });
  }
  return labels as ArrayLike<Label>;
}

/** All different labels, smallest first; texts by their UTF-16 code units. */
export function distinct(...lists: readonly ArrayLike<Label>[]): Label[] {
  const labels = new Set<Label>();
  for (const list of lists) {
    for (let index = 0; index < list.length; index++) labels.add(list[index]!);
  }
  return [...labels].sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The classes to report on: those asked for, checked, or all that occur.
 */
export function classesOf(
  where: string,
  { actual, predicted }: LabelPairs,
  requested: Labels | undefined,
): readonly Label[] {
  if (requested === undefined) return distinct(actual, predicted);
  const classes = Array.from(readLabels(`${where}, labels`, requested));
  const twice = firstTwice(classes);
  if (classes.length > 0 && twice === undefined) return classes;
  throw new OptionError({
    where: `${where}, labels`,
    expected: 'at least one class, and each once',
    received: twice === undefined ? 'none' : `${shown(twice)} twice`,
  });
}

function firstTwice(classes: readonly Label[]): Label | undefined {
  const seen = new Set<Label>();
  return classes.find((label) => seen.size === seen.add(label).size);
}

/** How many classes a message names. */
const MOST_NAMED = 10;

/** Classes for a message: the first few, and how many there are. */
export function named(classes: readonly Label[]): string {
  const names = classes.slice(0, MOST_NAMED).map(shown).join(', ');
  return classes.length > MOST_NAMED ? `${names}, … (${classes.length} in all)` : names;
}

const ROWS_REMEDY = 'Turn one-hot rows or probabilities into classes first: x.argmax(1).';

function columnOf(where: string, array: NdArray<TypedArray>): ArrayLike<Label> {
  const isColumn = array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
  if (isColumn) return readLabels(where, array.data);
  throw new ShapeError({
    where,
    expected: 'one class for each sample',
    received: `an array of shape ${formatShape(array.shape)}`,
    remedy: ROWS_REMEDY,
  });
}

function isLabel(value: unknown): value is Label {
  return typeof value === 'string' || Number.isInteger(value);
}

function kindOf(label: unknown): string {
  return typeof label === 'string' ? 'texts' : 'whole numbers';
}
