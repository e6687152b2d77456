import { isNdArray, NdArray, type TypedArray } from '@neutype/ndarray';

/** The numbers of one sample: a single one, a flat list, or an NdArray with a shape. */
export type Values = number | readonly number[] | TypedArray | NdArray<TypedArray>;

/** One sample: what is known and what is to be predicted. */
export type Sample = readonly [x: Values, y: Values];

/** Samples, one after the other: an array, a generator, a stream. */
export type SampleSource = Iterable<Sample> | AsyncIterable<Sample>;

/**
 * Puts equally shaped values on top of each other, as float32 of shape [n, …].
 *
 * @throws RangeError where one has another shape than the first
 */
export function stack(values: readonly Values[], where: string): NdArray<Float32Array> {
  const shape = values.length === 0 ? [] : shapeOf(values[0]!);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const data = new Float32Array(values.length * size);
  values.forEach((value, index) => {
    const own = shapeOf(value);
    if (own.join() !== shape.join()) {
      throw new RangeError(
        `${where}: sample ${index} has the shape [${own.join(', ')}], the first one [${shape.join(', ')}].`,
      );
    }
    if (typeof value === 'number') data[index] = value;
    else data.set(isNdArray(value) ? value.data : value, index * size);
  });
  return new NdArray(data, [values.length, ...shape]);
}

function shapeOf(values: Values): readonly number[] {
  if (typeof values === 'number') return [];
  return isNdArray(values) ? values.shape : [values.length];
}
