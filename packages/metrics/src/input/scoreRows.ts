import { type ArrayInput, checkFinite, type TypedArray, toNdArray } from '@neutype/ndarray';

/** Scores of samples, row by row: a column for each class, or a single one. */
export interface ScoreRows {
  readonly data: TypedArray;
  readonly count: number;
  readonly columns: number;
}

/**
 * Reads scores of the shape `[samples, classes]`; undefined for any other shape.
 *
 * @throws DataError for what is no array of finite numbers
 */
export function readScoreRows(where: string, scores: ArrayInput): ScoreRows | undefined {
  const array = toNdArray(scores, `${where}, scores`, 'float64');
  if (array.rank !== 2 || array.shape[1] === 1) return undefined;
  checkFinite(array, `${where}, scores`);
  return { data: array.data, count: array.length, columns: array.shape[1]! };
}
