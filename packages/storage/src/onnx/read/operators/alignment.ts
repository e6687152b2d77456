import { concatenate, type Layer, upsample } from '@neutype/layers';
import { type Axis, axisOf, BATCH, sizeOf, sizesOf } from '../atoms.js';
import type { NodeReading } from '../node.js';
import type { Step } from '../step.js';
import type { Trunk } from '../trunk.js';
import { isBatch, sameAxes, type View, viewOf } from '../view.js';

/** The file's axes but that of the samples, in the order in which they lie in a view. */
function orderIn(node: NodeReading, { placed, axes }: View): readonly number[] {
  const batch = axes.findIndex(isBatch);
  if (batch < 0) throw node.error('samples along an axis of their own', 'one that they share with others');
  const lies = placed.flat();
  const others = axes.map((_, axis) => axis).filter((axis) => axis !== batch);
  const filled = others.filter((axis) => axes[axis]!.length > 0);
  filled.sort((one, other) => lies.indexOf(axes[one]![0]!) - lies.indexOf(axes[other]![0]!));
  const isOrdered = filled.every((axis) => isTogether(lies, axes[axis]!));
  if (!isOrdered) return others;
  const order = [...filled];
  for (const axis of others.filter((each) => !filled.includes(each))) {
    const isChannel = axis === 1 && axes.length > 2 && order[0] === 2;
    const before = isChannel ? -1 : order.findIndex((each) => each > axis);
    order.splice(before < 0 ? order.length : before, 0, axis);
  }
  return order;
}

function isTogether(lies: Axis, axis: Axis): boolean {
  const first = lies.indexOf(axis[0]!);
  return axis.every((atom, index) => lies[first + index] === atom);
}

/** Views of as many axes whose layers give them in one order, each axis of the file being one. */
export interface Aligned {
  readonly steps: readonly Step[];
  /** Which axis of the file each axis of a sample is. */
  readonly order: readonly number[];
  readonly batch: number;
}

export function aligned(node: NodeReading, views: readonly View[]): Aligned {
  const [lead] = views.toSorted((one, other) => countOf(other) - countOf(one));
  const order = orderIn(node, lead!);
  const batch = lead!.axes.findIndex(isBatch);
  const steps = views.map((view) => {
    if (view.axes.length !== lead!.axes.length || !isBatch(view.axes[batch]!)) {
      throw node.error('inputs with the samples along the same axis');
    }
    return node.trunk.arranged(view, [[BATCH], ...order.map((axis) => view.axes[axis]!)]);
  });
  return {
    steps: steps.map((step, index) => keptOnes(node.trunk, step, views[index]!, order)),
    order,
    batch,
  };
}

function countOf({ axes }: View): number {
  return axes.flat().reduce((product, { size }) => product * size, 1);
}

/** Arranging leaves a sample of single numbers in one axis. */
function keptOnes(trunk: Trunk, step: Step, view: View, order: readonly number[]): Step {
  return trunk.reshapedTo(
    step,
    order.map((axis) => sizeOf(view.axes[axis]!)),
  );
}

/** The view of what a layer makes of aligned views. */
export function viewOfAligned(step: Step, { order, batch }: Aligned, sizes: readonly number[]): View {
  const axes = sizes.map((size, axis) => (axis === batch ? [BATCH] : axisOf(size)));
  return viewOf(step, [[BATCH], ...order.map((axis) => axes[axis]!)], axes);
}

/** A layer that takes two views or more of sizes that may be 1 where others are larger. */
export function merged(node: NodeReading, views: readonly View[], layer: Layer): View {
  const rank = Math.max(...views.map(({ axes }) => axes.length));
  const all = views.map((view) => ranked(view, rank)).map((view) => node.trunk.settled(view));
  const [first, ...others] = all;
  if (others.every((view) => sameTensor(first!, view))) {
    const inputs = all.map(({ step }) => step);
    return viewOf(node.trunk.add({ layer, inputs }), first!.placed, first!.axes);
  }
  const sizes = commonSizes(node, all);
  const lying = aligned(node, all);
  const target = lying.order.map((axis) => sizes[axis]!);
  const inputs = lying.steps.map((step) => repeated(node.trunk, step, target));
  return viewOfAligned(node.trunk.add({ layer, inputs }), lying, sizes);
}

/** The same with axes of size 1 before the others, up to so many. */
export function ranked(view: View, rank: number): View {
  const ones: Axis[] = new Array<Axis>(Math.max(0, rank - view.axes.length)).fill([]);
  return { ...view, axes: [...ones, ...view.axes] };
}

function sameTensor(one: View, other: View): boolean {
  if (one.axes.length !== other.axes.length || one.placed.length !== other.placed.length) return false;
  if (sameAxes(one.axes, other.axes) && sameAxes(one.placed, other.placed)) return true;
  // The atoms of two layers differ; where they lie and what they stand for is what counts.
  const [own, others] = [one.placed.flat(), other.placed.flat()];
  const places = (axes: readonly Axis[], lies: Axis) =>
    axes.map((axis) => axis.map((atom) => lies.indexOf(atom)).join());
  return (
    own.length === others.length &&
    own.every(({ size }, index) => size === others[index]!.size) &&
    String(sizesOf(one.placed)) === String(sizesOf(other.placed)) &&
    String(places(one.axes, own)) === String(places(other.axes, others)) &&
    one.axes.every((axis, index) => axis.length === other.axes[index]!.length)
  );
}

function commonSizes(node: NodeReading, views: readonly View[]): readonly number[] {
  const all = views.map(({ axes }) => sizesOf(axes));
  return all[0]!.map((_, axis) => {
    const size = Math.max(...all.map((sizes) => sizes[axis]!));
    if (all.every((sizes) => sizes[axis] === size || sizes[axis] === 1)) return size;
    throw node.error('sizes that fit together', all.map((sizes) => sizes.join(' × ')).join(' and '));
  });
}

/** A layer's output repeated along those axes where more is wanted. */
export function repeated(trunk: Trunk, step: Step, target: readonly number[]): Step {
  const scales = target.map((size, axis) => size / step.shape[axis]!);
  if (scales.every((scale) => scale === 1)) return step;
  const isLast = scales.at(-1) !== 1;
  const from = isLast ? trunk.reshapedTo(step, [...step.shape, 1]) : step;
  const larger = trunk.add({ layer: upsample(isLast ? scales : scales.slice(0, -1)), inputs: [from] });
  return isLast ? trunk.reshapedTo(larger, target) : larger;
}

/** Views one after another along an axis. */
export function joined(node: NodeReading, views: readonly View[], given: number): View {
  const axis = node.axis(given, views[0]!.axes.length);
  const lying = aligned(
    node,
    views.map((view) => node.trunk.settled(view)),
  );
  const place = lying.order.indexOf(axis);
  if (place < 0) throw node.error('an axis other than that of the samples', `${axis}`);
  const sizes = sizesOf(views[0]!.axes).map((size, at) =>
    at === axis ? views.reduce((sum, view) => sum + sizeOf(view.axes[axis]!), 0) : size,
  );
  const isLast = place === lying.order.length - 1;
  const layer = concatenate(isLast ? {} : { axis: place + 1 });
  return viewOfAligned(node.trunk.add({ layer, inputs: lying.steps }), lying, sizes);
}
