import { DataError, ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, isNdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { checkLengths, type Labels } from './labels.js';

/** For each sample a row of 0 and 1: which of several labels it has. */
export type LabelRows = ArrayLike<ArrayLike<number>>;

/** Which labels samples have, and which were predicted: rows of 0 and 1, `width` long. */
export interface Indicators {
  readonly actual: TypedArray;
  readonly predicted: TypedArray;
  readonly width: number;
}

/**
 * Reads samples that have several labels each; undefined where either list has no rows, but one class a sample.
 *
 * @throws DataError for values other than 0 and 1, unequal lengths and no samples; ShapeError for unequal widths
 */
export function readIndicators(
  where: string,
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
): Indicators | undefined {
  if (!hasRows(actual) || !hasRows(predicted)) return undefined;
  const [first, second] = [
    toNdArray(actual as ArrayInput, `${where}, actual`, 'float64'),
    toNdArray(predicted as ArrayInput, `${where}, predicted`, 'float64'),
  ];
  if (first.rank !== 2 || second.rank !== 2) return undefined;
  checkLengths(where, first.length, second.length);
  if (first.shape[1] !== second.shape[1]) {
    throw new ShapeError({
      where,
      expected: 'as many labels predicted as actual',
      received: `the shapes ${formatShape(second.shape)} and ${formatShape(first.shape)}`,
    });
  }
  const width = first.shape[1]!;
  checkIndicators(`${where}, actual`, first.data, width);
  checkIndicators(`${where}, predicted`, second.data, width);
  return { actual: first.data, predicted: second.data, width };
}

/** Whether there is a row for each sample, of more than one number. */
export function hasRows(labels: Labels | LabelRows): boolean {
  if (isNdArray(labels)) return labels.shape.length === 2 && labels.shape[1]! > 1;
  const first: unknown = Array.isArray(labels) ? labels[0] : undefined;
  return (Array.isArray(first) || ArrayBuffer.isView(first)) && (first as ArrayLike<number>).length > 1;
}

/** Refuses anything but 0 and 1. */
export function checkIndicators(where: string, data: TypedArray, width: number): void {
  const wrong = data.findIndex((value) => value !== 0 && value !== 1);
  if (wrong === -1) return;
  throw new DataError({
    where,
    expected: 'rows of 0 and 1, one number for each label',
    received: `${data[wrong]} at [${Math.floor(wrong / width)}][${wrong % width}]`,
    remedy:
      'Turn probabilities of classes that exclude each other into classes first: x.argmax(1). Where a sample has several labels, compare with a threshold.',
  });
}
