import { isNdArray, type NdArray, type TypedArray } from '@neutype/ndarray';
import { isColumn } from '../support/rows.js';

/** One class a sample: names or numbers, or rows (one-hot, say) where each distinct row is a class. */
export type Labels = NdArray<TypedArray> | TypedArray | readonly (string | number | boolean)[];

/** The samples of every class, classes in sorted order. */
export interface Classes {
  /** What the class is called; a row is called by its values. */
  readonly names: readonly (string | number | boolean)[];
  /** For each class, the indices of its samples, ascending. */
  readonly members: readonly (readonly number[])[];
  /** For each sample, the index of its class. */
  readonly ofSample: Int32Array;
}

/**
 * Groups samples by their label.
 *
 * @throws RangeError where there are not `samples` labels
 */
export function classesOf(labels: Labels, samples: number, where: string): Classes {
  if (labels.length !== samples) {
    throw new RangeError(`${where}: expected ${samples} labels, got ${labels.length}.`);
  }
  const values = labelValues(labels);
  const membersByName = new Map<string | number | boolean, number[]>();
  for (let index = 0; index < samples; index++) {
    const name = values[index]!;
    const members = membersByName.get(name);
    if (members === undefined) membersByName.set(name, [index]);
    else members.push(index);
  }
  const names = [...membersByName.keys()].sort(ascending);
  const members = names.map((name) => membersByName.get(name)!);
  const ofSample = new Int32Array(samples);
  members.forEach((indices, position) => {
    for (const index of indices) ofSample[index] = position;
  });
  return { names, members, ofSample };
}

/** Labels as a flat list; rows of a matrix become texts. */
function labelValues(labels: Labels): ArrayLike<string | number | boolean> {
  if (!isNdArray(labels)) return labels;
  if (isColumn(labels)) return labels.data;
  return Array.from({ length: labels.length }, (_, index) => labels.row(index).data.join(','));
}

function ascending(a: string | number | boolean, b: string | number | boolean): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
