const EDGE_ITEMS = 3;

/** Stands for the left-out middle of a dimension. */
export const GAP = -1;

/** The indices of a dimension to print: all, or the first and last three round a gap. */
export function shownIndices(dimension: number, summarize: boolean): number[] {
  if (!summarize || dimension <= 2 * EDGE_ITEMS) return range(0, dimension);
  return [...range(0, EDGE_ITEMS), GAP, ...range(dimension - EDGE_ITEMS, dimension)];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
