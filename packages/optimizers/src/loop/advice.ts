import { farthestFromZero } from '../data/inspect.js';
import type { Samples } from '../data/samples.js';
import { shortNumber } from './shortNumber.js';
import type { TrainingRun } from './trainingRun.js';

/** What to do where training diverges: scale what is far from −1 to 1, or else take a smaller step. */
export function advice({ updates, train: { seen } }: TrainingRun): string {
  const { remedy } = updates;
  const x = seen && farthest(seen.inputs);
  if (x && Math.abs(x.value) > LARGE_FEATURE) {
    return (
      `Scale the features first, for ${x.name} reaches ${shortNumber(x.value)}: standardScaler(${x.name}).apply(${x.name}). ` +
      `If that is not enough, ${remedy}`
    );
  }
  const y = seen && farthest(seen.targets);
  if (y && Math.abs(y.value) > LARGE_TARGET) {
    return `Scale the targets first, for ${y.name} reaches ${shortNumber(y.value)}. If that is not enough, ${remedy}`;
  }
  return `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`;
}

/** Gradients grow with the square of the features, and with the targets. */
const LARGE_FEATURE = 100;
const LARGE_TARGET = 1000;

/** The value farthest from 0, and in which array it is. */
export function farthest(arrays: readonly Samples[]): { readonly name: string; readonly value: number } {
  const all = arrays.map((samples) => ({ name: samples.name, value: farthestFromZero(samples) }));
  return all.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
}
