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
  const isChosen = new Uint8Array(count);
  for (let place = 0; place < count; place++) {
    // Every so many of a list that is sorted by class: each class gives its share, and together they give `size`.
    const chosen = Math.floor(((place + 1) * size) / count) > Math.floor((place * size) / count);
    if (chosen) isChosen[order[place] as number] = 1;
  }
  const rows = Uint32Array.from(isChosen.keys());
  return {
    train: withRows(
      pairs,
      rows.filter((row) => isChosen[row] === 0),
    ),
    valid: withRows(
      pairs,
      rows.filter((row) => isChosen[row] === 1),
    ),
  };
}

function withRows(pairs: Pairs, rows: Uint32Array): Pairs {
  return { ...pairs, rows, count: rows.length };
}

/** Keeps the order within each class. */
function sortByClass(order: Uint32Array, targets: Samples): void {
  const classes = classesOf(targets);
  if (!(classes instanceof Uint32Array)) return;
  const rowsOf = new Map<number, number[]>();
  for (const row of order) {
    const label = classes[row] as number;
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  }
  const labels = [...rowsOf.keys()].sort((a, b) => a - b);
  order.set(labels.flatMap((label) => rowsOf.get(label) as number[]));
}
