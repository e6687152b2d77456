import { checkOptions, DataError, optionNames, ShapeError } from '@neutype/errors';
import { type ArrayInput, checkFinite, formatShape, type TypedArray, toNdArray } from '@neutype/ndarray';

/**
 * Reads one finite number for each sample: `[samples]` or `[samples, 1]`.
 *
 * @throws DataError for what is no array of finite numbers; ShapeError for more than one column
 */
export function readColumn(where: string, input: ArrayInput, remedy?: string): TypedArray {
  const array = toNdArray(input, where, 'float64');
  const isColumn = array.rank === 1 || (array.rank === 2 && array.shape[1] === 1);
  if (!isColumn) {
    throw new ShapeError({
      where,
      expected: 'one number for each sample',
      received: `an array of shape ${formatShape(array.shape)}`,
      ...(remedy !== undefined && { remedy }),
    });
  }
  checkFinite(array, where);
  return array.data;
}

/** Options of metrics that only let samples count differently. */
export interface WeightOptions {
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
}

const WEIGHT_OPTIONS = optionNames<WeightOptions>({ sampleWeight: true });

/** Refuses anything but `sampleWeight`. */
export function checkWeightOptions(where: string, options: WeightOptions): void {
  checkOptions(where, options, WEIGHT_OPTIONS);
}

/**
 * Reads how much each sample counts.
 *
 * @returns undefined where all count the same
 * @throws DataError for weights that are below 0, all 0, not finite, or not as many as the samples; ShapeError for more
 * than one column
 */
export function readWeights(
  where: string,
  input: ArrayInput | undefined,
  count: number,
): TypedArray | undefined {
  if (input === undefined) return undefined;
  const place = `${where}, sampleWeight`;
  const weights = readColumn(place, input);
  const wrong = weights.findIndex((weight) => weight < 0);
  if (weights.length !== count || wrong !== -1) {
    throw new DataError({
      where: place,
      expected: `${count} weights from 0, one for each sample`,
      received: wrong === -1 ? `${weights.length}` : `${weights[wrong]} at [${wrong}]`,
    });
  }
  if (weights.some((weight) => weight > 0)) return weights;
  throw new DataError({ where: place, expected: 'at least one weight above 0', received: 'zeros' });
}
