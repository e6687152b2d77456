/** One dimension of a copy: how many indices, and elements from one to the next in both arrays. */
export interface CopyDimension {
  length: number;
  from: number;
  to: number;
}

/** What a command has room for beside its other arguments. */
export const MOST_DIMENSIONS = 7;

/** Outermost first; dimensions of length one left out, neighbours joined where both arrays walk them in one go. */
export function joinDimensions(dimensions: readonly CopyDimension[]): CopyDimension[] {
  const joined: CopyDimension[] = [];
  for (const { length, from, to } of dimensions) {
    if (length === 1) continue;
    const last = joined.at(-1);
    if (last !== undefined && last.from === from * length && last.to === to * length) {
      last.length *= length;
      last.from = from;
      last.to = to;
    } else {
      joined.push({ length, from, to });
    }
  }
  return joined;
}

/** The same dimensions with strides in bytes, as kernels take them. */
export function inBytes(dimensions: readonly CopyDimension[], elementBytes: number): CopyDimension[] {
  return dimensions.map(({ length, from, to }) => ({
    length,
    from: from * elementBytes,
    to: to * elementBytes,
  }));
}

export function countOf(dimensions: readonly CopyDimension[]): number {
  return dimensions.reduce((count, { length }) => count * length, 1);
}
