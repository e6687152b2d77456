/** A reduction as [outer, rows, columns] to [outer, columns]. */
export interface Reduction {
  readonly outer: number;
  readonly rows: number;
  readonly columns: number;
}

interface Group {
  length: number;
  readonly reduced: boolean;
}

/**
 * Reducing `axes` of `shape`, as one reduction after another, the innermost first: each group of neighbouring
 * reduced axes is one.
 */
export function planReductions(shape: readonly number[], axes: readonly number[]): Reduction[] {
  const groups: Group[] = [];
  for (const [axis, length] of shape.entries()) {
    const reduced = axes.includes(axis);
    const last = groups.at(-1);
    if (last !== undefined && last.reduced === reduced) last.length *= length;
    else groups.push({ length, reduced });
  }
  const reductions: Reduction[] = [];
  let columns = 1;
  for (let index = groups.length - 1; index >= 0; index--) {
    const group = groups[index]!;
    if (!group.reduced) columns *= group.length;
    else reductions.push({ outer: sizeBefore(groups, index), rows: group.length, columns });
  }
  return reductions;
}

function sizeBefore(groups: readonly Group[], end: number): number {
  return groups.slice(0, end).reduce((size, { length }) => size * length, 1);
}

const ELEMENTS_PER_CHUNK = 16_384;
const MOST_CHUNKS = 64;
const LEAST_ROWS_PER_CHUNK = 32;

/** Into how many chunks the rows of a reduction are split: a matter of its shape alone, so that sums keep their order. */
export function chunksOf({ outer, rows, columns }: Reduction): number {
  const wanted = Math.floor((rows * columns) / ELEMENTS_PER_CHUNK);
  if (outer >= MOST_CHUNKS) return 1;
  return Math.max(1, Math.min(wanted, MOST_CHUNKS, Math.floor(rows / LEAST_ROWS_PER_CHUNK)));
}
