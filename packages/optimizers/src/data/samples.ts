import { DataError } from '@neutype/errors';
import { type ArrayInput, formatShape, type TypedArray, toNdArray } from '@neutype/ndarray';

/** Samples in one flat array. Large arrays are looked at, not copied. */
export interface Samples {
  /** The argument that they came as, for messages. */
  readonly name: string;
  readonly data: TypedArray;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Number of samples. */
  readonly count: number;
  /** Values of one sample. */
  readonly size: number;
}

/**
 * Reads an argument, called `name` in messages, as samples along its first dimension.
 *
 * @throws DataError, ShapeError for what is no array of numbers, or holds no sample
 */
export function toSamples(value: ArrayInput, name: string): Samples {
  const { data, shape } = toNdArray(value, name);
  const [count, ...sampleShape] = shape;
  if (count !== undefined && data.length > 0) {
    return { name, data, shape: sampleShape, count, size: data.length / count };
  }
  throw new DataError({
    where: name,
    expected: 'at least one sample',
    received: count === undefined ? 'a single number' : `an empty array of shape ${formatShape(shape)}`,
    remedy: count === undefined ? 'Put it into an array.' : 'Look at how the data was loaded or sliced.',
  });
}

/** The shape of all samples together, for messages. */
export function formatSamples({ count, shape }: Samples): string {
  return formatShape([count, ...shape]);
}
