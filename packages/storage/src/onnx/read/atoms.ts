/**
 * A part of an axis that is never divided further. An axis is a list of them, the slowest first: reshaping and
 * transposing only regroup them, and cost no layer.
 */
export interface Atom {
  readonly size: number;
}

/** One axis; the empty list is of size 1. */
export type Axis = readonly Atom[];

/**
 * Stands for the number of samples, which a file leaves open, wherever sizes are computed with: a prime that no size has as a
 * factor, so that `2 · batch` is still known for what it is.
 */
export const BATCH_SIZE: number = 1_048_583;

/** The axis of the samples. */
export const BATCH: Atom = { size: BATCH_SIZE };

/** An axis of its own. */
export function axisOf(size: number): Axis {
  return size === 1 ? [] : [{ size }];
}

export function sizeOf(axis: Axis): number {
  return axis.reduce((product, { size }) => product * size, 1);
}

export function sizesOf(axes: readonly Axis[]): number[] {
  return axes.map(sizeOf);
}

export function sameAtoms(one: Axis, other: Axis): boolean {
  return one.length === other.length && one.every((atom, index) => atom === other[index]);
}

/** How the parts of some axes are divided further: by each, the two that it becomes. */
type Divided = Map<Atom, readonly [Atom, Atom]>;

/**
 * Groups atoms into axes of these sizes, dividing atoms where a border falls into one.
 *
 * @returns the axes, and what was divided; `undefined` where a border cannot be drawn
 */
export function regrouped(
  atoms: readonly Atom[],
  sizes: readonly number[],
): { readonly axes: readonly Axis[]; readonly divided: Divided } | undefined {
  const rest = [...atoms].reverse();
  const divided: Divided = new Map();
  const axes: Axis[] = [];
  for (const size of sizes) {
    const axis: Atom[] = [];
    let missing = size;
    while (missing > 1) {
      const next = rest.pop();
      if (next === undefined) return undefined;
      if (missing % next.size === 0) {
        axis.push(next);
        missing /= next.size;
        continue;
      }
      if (next.size % missing !== 0) return undefined;
      const [first, second] = [{ size: missing }, { size: next.size / missing }];
      divided.set(next, [first, second]);
      axis.push(first);
      rest.push(second);
      missing = 1;
    }
    axes.push(axis);
  }
  return rest.length === 0 ? { axes, divided } : undefined;
}

/** The same axes with their atoms divided. */
export function dividedBy(axes: readonly Axis[], divided: Divided): readonly Axis[] {
  if (divided.size === 0) return axes;
  const parts = (atom: Atom): readonly Atom[] => {
    const two = divided.get(atom);
    return two === undefined ? [atom] : two.flatMap(parts);
  };
  return axes.map((axis) => axis.flatMap(parts));
}
