import { DataError, ShapeError, shown } from '@neutype/errors';
import {
  formatShape,
  NdArray,
  type NestedNumbers,
  sameShape,
  type TypedArray,
  toNdArray,
} from '@neutype/ndarray';
import { copyOf } from '../support/copyOf.js';

/** The numbers of one sample: a single one, a list, nested lists, or an NdArray with a shape. */
export type SampleValues = NestedNumbers | NdArray<TypedArray>;

/** One sample: what is known and what is to be predicted. */
export type Sample = readonly [x: SampleValues, y: SampleValues];

/** Samples, one after the other: an array, a generator, a stream. */
export type SampleSource = Iterable<Sample> | AsyncIterable<Sample>;

/** A sample that was looked at. */
export type CheckedSample = readonly [x: NdArray<TypedArray>, y: NdArray<TypedArray>];

/**
 * The samples of a source, looked at and copied, so that a source may use its arrays again.
 *
 * @param where who reads, for messages
 * @throws DataError for what is no pair of numbers; ShapeError for rows of unequal lengths, and where a sample has another
 *   shape than the first
 */
export async function* checkedSamples(source: SampleSource, where: string): AsyncGenerator<CheckedSample> {
  let number = 0;
  let shapes: readonly (readonly number[])[] | undefined;
  for await (const sample of source) {
    if (!Array.isArray(sample) || sample.length !== 2) {
      throw new DataError({
        where: `${where}, sample ${number}`,
        expected: 'a pair [x, y]',
        received: shown(sample),
      });
    }
    const checked = (['x', 'y'] as const).map((name, part) => {
      const values = valuesOf(sample[part] as SampleValues, `${where}, ${name} of sample ${number}`);
      const shape = shapes?.[part];
      if (shape === undefined || sameShape(values.shape, shape)) return values;
      throw new ShapeError({
        where: `${where}, ${name} of sample ${number}`,
        expected: `the shape of the first, ${formatShape(shape)}`,
        received: formatShape(values.shape),
      });
    }) as [NdArray<TypedArray>, NdArray<TypedArray>];
    shapes ??= checked.map(({ shape }) => shape);
    number++;
    yield checked;
  }
}

/** @throws DataError for what cannot be iterated over */
export function checkSource(source: unknown, where: string): void {
  const iterable =
    typeof source === 'object' &&
    source !== null &&
    (Symbol.iterator in source || Symbol.asyncIterator in source);
  if (iterable) return;
  throw new DataError({
    where,
    expected: 'samples to iterate over: an array, a generator or a stream',
    received: shown(source),
  });
}

function valuesOf(values: SampleValues, where: string): NdArray<TypedArray> {
  const array =
    typeof values === 'number' ? new NdArray(Float64Array.of(values), []) : toNdArray(values, where);
  return checkedRange(copyOf(array), where);
}

/** Batches are float32, where a number beyond its range would become infinite. */
function checkedRange(values: NdArray<TypedArray>, where: string): NdArray<TypedArray> {
  if (values.dtype !== 'float64') return values;
  const tooLarge = values.data.find(
    (value) => Number.isFinite(value) && !Number.isFinite(Math.fround(value)),
  );
  if (tooLarge === undefined) return values;
  throw new DataError({ where, expected: 'numbers within float32, up to 3.4e38', received: `${tooLarge}` });
}

/** Puts equally shaped values on top of each other, as float32 of shape [n, …]. */
export function stack(values: readonly NdArray<TypedArray>[]): NdArray<Float32Array> {
  const { shape, size } = values[0] ?? { shape: [], size: 1 };
  const data = new Float32Array(values.length * size);
  values.forEach((value, index) => {
    data.set(value.data, index * size);
  });
  return new NdArray(data, [values.length, ...shape]);
}
