import { ShapeError } from '@neutype/errors';
import { type ArrayInput, formatShape, NdArray, type TypedArray, toNdArray } from '@neutype/ndarray';
import { checkEqualRows } from '../support/rows.js';

/** Samples and their targets, as float32. */
export type BlendedBatch = [x: NdArray<Float32Array>, y: NdArray<Float32Array>];

/** A function of a batch that gives another one in its place. */
export type Blend = (batch: readonly [x: ArrayInput, y: ArrayInput]) => BlendedBatch;

/**
 * Copies of a batch's arrays, to be changed.
 *
 * @throws ShapeError for targets that cannot be blended: the mean of two class numbers is a third class
 */
export function blendable(
  [x, y]: readonly [x: ArrayInput, y: ArrayInput],
  where: string,
): { readonly x: NdArray<Float32Array>; readonly y: NdArray<Float32Array>; readonly count: number } {
  const samples = floats(toNdArray(x, `${where}, x`));
  const targets = toNdArray(y, `${where}, y`);
  if (targets.rank < 2) {
    throw new ShapeError({
      where: `${where}, y`,
      expected: 'rows: one-hot, or numbers to predict as [n, 1]',
      received: formatShape(targets.shape),
      remedy: 'Encode class numbers with oneHot(labels).',
    });
  }
  return { x: samples, y: floats(targets), count: checkEqualRows(samples, targets, where) };
}

function floats({ data, shape }: NdArray<TypedArray>): NdArray<Float32Array> {
  return new NdArray(Float32Array.from(data), shape);
}

/** Blends each row with the row that `partners` names: `share` of itself, and the rest of the other. */
export function blendRows(
  { data, length }: NdArray<Float32Array>,
  partners: Uint32Array,
  share: number,
): void {
  const before = data.slice();
  const size = data.length / length;
  for (let row = 0; row < length; row++) {
    const other = (partners[row] as number) * size;
    for (let at = row * size, from = other; from < other + size; at++, from++) {
      data[at] = share * before[at]! + (1 - share) * before[from]!;
    }
  }
}
