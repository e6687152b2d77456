import { dtypeOf, formatShape, isNdArray, type NdArray, type TypedArray } from '@neutype/ndarray';

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
 * @throws RangeError for no samples, unequal lengths, or an array of more than one column; TypeError for labels that are
 * neither integers nor texts, or both
 */
export function readPairs(where: string, actual: Labels, predicted: Labels): LabelPairs {
  const pairs = {
    actual: readLabels(where, 'actual', actual),
    predicted: readLabels(where, 'predicted', predicted),
  };
  checkLengths(where, pairs.actual.length, pairs.predicted.length);
  if (typeof pairs.actual[0] !== typeof pairs.predicted[0]) {
    throw new TypeError(
      `${where}: the classes must be all integers or all texts, got ${JSON.stringify(pairs.actual[0])} in 'actual' ` +
        `and ${JSON.stringify(pairs.predicted[0])} in 'predicted'.`,
    );
  }
  return pairs;
}

/** Checks that there are samples, and as many predictions. */
export function checkLengths(where: string, actual: number, predicted: number): void {
  if (actual !== predicted) {
    throw new RangeError(
      `${where}: there are ${actual} actual and ${predicted} predicted samples; expected as many.`,
    );
  }
  if (actual === 0) throw new RangeError(`${where}: there are no samples.`);
}

/** The classes of one list, checked. */
export function readLabels(where: string, name: string, labels: Labels): ArrayLike<Label> {
  const values: ArrayLike<Label> = isNdArray(labels) ? columnOf(where, name, labels) : labels;
  const first = values[0];
  for (let index = 0; index < values.length; index++) {
    const label = values[index];
    const isLabel = typeof label === 'string' || Number.isInteger(label);
    if (!isLabel || typeof label !== typeof first) throw notALabel(where, name, index, label, first);
  }
  return values;
}

/** All different labels, smallest first; texts by their UTF-16 code units. */
export function distinct(...lists: readonly ArrayLike<Label>[]): Label[] {
  const labels = new Set(lists.flatMap((list) => Array.from(list)));
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
  const classes = Array.from(readLabels(where, 'labels', requested));
  if (classes.length === 0) throw new RangeError(`${where}: the option 'labels' names no class.`);
  if (new Set(classes).size !== classes.length) {
    throw new RangeError(`${where}: the option 'labels' names a class twice: ${classes.join(', ')}.`);
  }
  return classes;
}

function columnOf(where: string, name: string, array: NdArray<TypedArray>): TypedArray {
  const isColumn = array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
  if (!isColumn) {
    throw new RangeError(
      `${where}: '${name}' must have one class for each sample, got an array of shape ${formatShape(array.shape)}. ` +
        'Turn one-hot rows or probabilities into classes first: x.argmax(1).',
    );
  }
  return array.data;
}

function notALabel(where: string, name: string, index: number, label: unknown, first: unknown): TypeError {
  const what =
    Array.isArray(label) || dtypeOf(label) !== undefined ? 'an array' : (JSON.stringify(label) ?? 'nothing');
  const expected =
    typeof label !== typeof first && index > 0
      ? `all integers or all texts, as the first, ${JSON.stringify(first)}`
      : 'integers or texts';
  return new TypeError(
    `${where}: the classes in '${name}' must be ${expected}; at [${index}] there is ${what}.`,
  );
}
