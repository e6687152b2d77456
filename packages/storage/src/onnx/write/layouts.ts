/**
 * In which order the axes of a value lie in the graph: `'last'` has the channels last, as our networks have them, `'first'`
 * has them behind the batch, as ONNX's convolutions take them, `'time'` begins with the steps, as its recurrences do.
 */
export type Layout = 'last' | 'first' | 'time';

/** The axes of a tensor with the batch, as `'last'` numbers them, in the order of a layout. */
export function axesOf(layout: Layout, rank: number): readonly number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (layout === 'first') return [0, rank - 1, ...axes.slice(1, -1)];
  if (layout === 'time') return [1, 0, ...axes.slice(2)];
  return axes;
}

/** Where an axis of `'last'` lies in a layout; negative ones count from the end. */
export function axisIn(layout: Layout, axis: number, rank: number): number {
  return axesOf(layout, rank).indexOf(axis < 0 ? rank + axis : axis);
}

/** The permutation that leads from one layout to another; `undefined` where they are the same. */
export function permutationOf(from: Layout, to: Layout, rank: number): readonly number[] | undefined {
  const held = axesOf(from, rank);
  const permutation = axesOf(to, rank).map((axis) => held.indexOf(axis));
  return permutation.every((axis, index) => axis === index) ? undefined : permutation;
}

/** One entry for each axis of `'last'`, in the order of a layout. */
export function arranged<Entry>(entries: readonly Entry[], layout: Layout): readonly Entry[] {
  return axesOf(layout, entries.length).map((axis) => entries[axis] as Entry);
}
