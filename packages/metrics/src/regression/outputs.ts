import { ShapeError } from '@neutype/errors';
import { type ArrayInput, checkFinite, formatShape, type TypedArray, toNdArray } from '@neutype/ndarray';
import { readWeights } from '../input/columns.js';
import { checkLengths } from '../input/labels.js';
import { meanOf } from '../sums.js';

/** True and predicted numbers, row by row, and how much each row counts. */
export interface Outputs {
  readonly actual: TypedArray;
  readonly predicted: TypedArray;
  /** How many samples there are. */
  readonly count: number;
  /** How many numbers each has. */
  readonly width: number;
  readonly weights: TypedArray | undefined;
}

/**
 * Reads numbers to compare: `[samples]`, `[samples, outputs]` or more dimensions, as images have; `[samples]` goes with
 * `[samples, 1]`.
 *
 * @throws DataError for no samples, unequal lengths, and numbers that are not finite; ShapeError for shapes that differ
 */
export function readOutputs(
  where: string,
  actualInput: ArrayInput,
  predictedInput: ArrayInput,
  sampleWeight: ArrayInput | undefined,
): Outputs {
  const actual = toNdArray(actualInput, `${where}, actual`, 'float64');
  const predicted = toNdArray(predictedInput, `${where}, predicted`, 'float64');
  checkLengths(where, actual.length, predicted.length);
  if (inner(actual.shape) !== inner(predicted.shape)) {
    throw new ShapeError({
      where,
      expected: 'predictions of the shape of the actual numbers',
      received: `${formatShape(predicted.shape)} and ${formatShape(actual.shape)}`,
    });
  }
  checkFinite(actual, `${where}, actual`);
  checkFinite(predicted, `${where}, predicted`);
  const count = actual.length;
  return {
    actual: actual.data,
    predicted: predicted.data,
    count,
    width: actual.size / count,
    weights: readWeights(where, sampleWeight, count),
  };
}

/** A number that each pair of an actual and a predicted one has. */
type Measure = (actual: number, predicted: number) => number;

/** The means of the values over the samples, for each output. */
export function meansOf(outputs: Outputs, measure: Measure): Float64Array {
  return eachOutput(outputs, measure, (values) => meanOf(values, outputs.weights));
}

/** The variances of the values over the samples, for each output. */
export function variancesOf(outputs: Outputs, measure: Measure): Float64Array {
  return eachOutput(outputs, measure, (values) => {
    const center = meanOf(values, outputs.weights);
    return meanOf(
      values.map((value) => (value - center) ** 2),
      outputs.weights,
    );
  });
}

/** Reduces the values of all samples to a number, for each output. */
export function eachOutput(
  { actual, predicted, count, width }: Outputs,
  measure: Measure,
  reduce: (values: Float64Array) => number,
): Float64Array {
  return Float64Array.from({ length: width }, (_, output) => {
    const values = new Float64Array(count);
    for (let row = 0, index = output; row < count; row++, index += width) {
      values[row] = measure(actual[index]!, predicted[index]!);
    }
    return reduce(values);
  });
}

/** The dimensions after the first, a last one of 1 left out. */
function inner(shape: readonly number[]): string {
  return shape.slice(1).join() === '1' ? '' : shape.slice(1).join();
}
