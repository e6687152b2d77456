import type { Random } from '@neutype/random';
import { classesOf } from './classes.js';
import type { Pairs } from './pairs.js';
import type { Samples } from './samples.js';

/**
 * Sets a share of samples aside for validation, drawn at random, at least one and never all.
 *
 * @param isStratified draws from every class its share, to rounding, where the targets are classes
 */
export function splitForValidation(
  pairs: Pairs,
  share: number,
  { source, isStratified }: { readonly source: Random; readonly isStratified: boolean },
): { readonly train: Pairs; readonly valid: Pairs } {
  const { count } = pairs;
  const size = Math.min(Math.max(1, Math.round(count * share)), count - 1);
  const order = source.permutation(count);
  if (isStratified) sortByClass(order, pairs.targets[0] as Samples);
  const [train, valid]: [number[], number[]] = [[], []];
  for (const [place, row] of order.entries()) {
    // Every so many of a list that is sorted by class: each class gives its share, and together they give `size`.
    const isChosen = Math.floor(((place + 1) * size) / count) > Math.floor((place * size) / count);
    (isChosen ? valid : train).push(row);
  }
  return { train: withRows(pairs, train), valid: withRows(pairs, valid) };
}

function withRows(pairs: Pairs, rows: readonly number[]): Pairs {
  return { ...pairs, rows: Uint32Array.from(rows).sort(), count: rows.length };
}

function sortByClass(order: Uint32Array, targets: Samples): void {
  const classes = classesOf(targets);
  if (classes instanceof Uint32Array) {
    order.sort((a, b) => (classes[a] as number) - (classes[b] as number));
  }
}
