import { type Atom, type Axis, BATCH, dividedBy, regrouped, sameAtoms, sizeOf } from './atoms.js';
import type { Step } from './step.js';

/**
 * What a node of the file gives, as it lies in our network: the layer that computes it, and which of its axes stand for which
 * of the file's. Images stay channels-last as long as nobody looks.
 */
export interface View {
  readonly kind: 'view';
  readonly step: Step;
  /** The axes of what the layer gives, the samples first. */
  readonly placed: readonly Axis[];
  /** The axes of the file's tensor. */
  readonly axes: readonly Axis[];
  /** What all values are still to be multiplied with. */
  readonly factor: number;
}

export function viewOf(step: Step, placed: readonly Axis[], axes: readonly Axis[], factor = 1): View {
  return { kind: 'view', step, placed, axes, factor };
}

/** The same values with axes of other sizes; `undefined` where the values would have to be moved. */
export function reshapedView(view: View, sizes: readonly number[]): View | undefined {
  const found = regrouped(view.axes.flat(), sizes);
  if (found === undefined) return undefined;
  return { ...view, placed: dividedBy(view.placed, found.divided), axes: found.axes };
}

/** Whether an axis is that of the samples and nothing else. */
export function isBatch(axis: Axis): boolean {
  return axis.length === 1 && axis[0] === BATCH;
}

/** The axes with these features as the last one and everything else before it, as little moved as can be. */
export function withLast(view: View, features: Axis): readonly Axis[] {
  const others = view.placed.map((axis) => axis.filter((atom) => !features.includes(atom)));
  const kept = others.filter((axis, place) => place > 0 && (axis.length > 0 || isOne(view, place, features)));
  return [[BATCH], ...kept, features];
}

/** An axis of size 1 that is not what the features are taken from. */
function isOne(view: View, place: number, features: Axis): boolean {
  const axis = view.placed[place]!;
  return axis.length === 0 && (features.length > 0 || place < view.placed.length - 1);
}

/** Atoms in the order in which they lie. */
export function asPlaced(view: View, atoms: readonly Atom[]): Axis {
  return view.placed.flat().filter((atom) => atoms.includes(atom));
}

export function sameAxes(one: readonly Axis[], other: readonly Axis[]): boolean {
  return one.length === other.length && one.every((axis, place) => sameAtoms(axis, other[place]!));
}

/** Sizes of one sample. */
export function sampleShape(placed: readonly Axis[]): number[] {
  return placed.slice(1).map(sizeOf);
}
