import { DataError, shown } from '@neutype/errors';
import { type ArrayInput, formatShape, toNdArray } from '@neutype/ndarray';
import type { Pairs } from './pairs.js';

/**
 * Reads weights, one a sample.
 *
 * @throws DataError, ShapeError for weights that are no numbers from 0, too many or too few
 */
export function toWeights(value: ArrayInput, count: number, where: string): Float64Array {
  const { data, shape } = toNdArray(value, where, 'float64');
  const isList = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!isList || data.length !== count) {
    throw new DataError({
      where,
      expected: `a list of ${count} weights, one for each sample`,
      received: `the shape ${formatShape(shape)}`,
    });
  }
  const weights = Float64Array.from(data);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong === -1) return weights;
  throw new DataError({
    where,
    expected: 'numbers from 0',
    received: `${shown(weights[wrong])} for sample ${wrong}`,
    remedy: 'A sample that is not to count has the weight 0.',
  });
}

/**
 * The same samples with weights, where there are any.
 *
 * @throws DataError where they are no weights
 */
export function withWeights(pairs: Pairs, weights: ArrayInput | undefined, where: string): Pairs {
  if (weights === undefined) return pairs;
  const weighted = { ...pairs, weights: toWeights(weights, pairs.count, where) };
  checkAnyCounts(weighted, where);
  return weighted;
}

/** Refuses weights of which there is no mean. */
export function checkAnyCounts({ weights, rows }: Pairs, where: string): void {
  if (!weights) return;
  const anyCounts = rows
    ? rows.some((row) => (weights[row] as number) > 0)
    : weights.some((weight) => weight > 0);
  if (anyCounts) return;
  throw new DataError({ where, expected: 'a sample that counts', received: 'weights that are all 0' });
}
