import { crop, embedding, lastStep } from '@neutype/layers';
import { type Atom, type Axis, BATCH, dividedBy, regrouped, sameAtoms, sizeOf, sizesOf } from '../atoms.js';
import { countOf, valuesOf } from '../constant.js';
import { type Range, rangesOf } from '../fold/parts.js';
import type { NodeReading, Value } from '../node.js';
import type { Step } from '../step.js';
import { reshapedView, type View, viewOf } from '../view.js';
import { joined } from './alignment.js';
import { linearStep } from './matrix.js';

/** Places of one axis, one after another. */
export function selected(node: NodeReading, view: View, axis: number, start: number, count: number): View {
  const whole = view.axes[axis]!;
  const size = sizeOf(whole);
  if (whole.includes(BATCH)) throw node.error('an axis other than that of the samples');
  if (count < 1 || start < 0 || start + count > size)
    throw node.error(`places among ${size}`, `${count} from ${start}`);
  if (count === size) return view;
  const single = asSingle(view, axis);
  return single === undefined
    ? cropped(node, node.trunk.arrangedView(view, wholeAxes(view)), axis, start, count)
    : (ofColumns(node, single, axis, start, count) ?? cropped(node, single, axis, start, count));
}

function wholeAxes(view: View): readonly Axis[] {
  return [[BATCH], ...view.axes.filter((axis) => !axis.includes(BATCH))];
}

/** The view where an axis lies in one piece. */
function asSingle(view: View, axis: number): View | undefined {
  const atoms = view.axes[axis]!;
  const lies = view.placed.flat();
  const first = lies.indexOf(atoms[0]!);
  return atoms.every((atom, index) => lies[first + index] === atom) ? view : undefined;
}

/** Of a product with a matrix, some columns: a smaller matrix. */
function ofColumns(
  node: NodeReading,
  given: View,
  axis: number,
  start: number,
  count: number,
): View | undefined {
  const view = node.trunk.settled(given);
  const { linear, inputs } = view.step;
  const last = view.placed.at(-1)!;
  const atoms = view.axes[axis]!;
  if (linear === undefined || !last.includes(atoms[0]!)) return undefined;
  const inner = sizeOf(last.slice(last.indexOf(atoms.at(-1)!) + 1));
  const size = sizeOf(atoms);
  const isKept = (column: number): boolean => {
    const place = Math.floor(column / inner) % size;
    return place >= start && place < start + count;
  };
  const kept = Array.from({ length: linear.units }, (_, column) => column).filter(isKept);
  const columnsOf = (values: Float32Array): Float32Array => {
    const rows = values.length / linear.units;
    return Float32Array.from({ length: rows * kept.length }, (_, at) => {
      const row = Math.floor(at / kept.length);
      return values[row * linear.units + kept[at % kept.length]!]!;
    });
  };
  const step = node.trunk.add(
    linearStep(inputs[0]!, kept.length, columnsOf(linear.weight), linear.bias && columnsOf(linear.bias)),
  );
  return replaced(view, step, atoms, count);
}

/** The view with other atoms in place of some that lie together. */
function replaced(view: View, step: Step, atoms: Axis, count: number): View {
  const instead = replacing(atoms, count);
  return viewOf(step, view.placed.map(instead), view.axes.map(instead));
}

/** Cut out by a layer that cuts off what lies before and behind. */
function cropped(node: NodeReading, given: View, axis: number, start: number, count: number): View {
  const { trunk } = node;
  const view = trunk.settled(given);
  const atoms = view.axes[axis]!;
  const lies = view.placed.slice(1).flat();
  const at = lies.indexOf(atoms[0]!);
  const [before, after] = [sizeOf(lies.slice(0, at)), sizeOf(lies.slice(at + atoms.length))];
  const size = sizeOf(atoms);
  const rest: readonly [number, number] = [start, size - start - count];
  if (before === 1 && count === 1 && rest[1] === 0 && view.placed.length === 3) {
    const last = trunk.add({ layer: lastStep(), inputs: [trunk.reshapedTo(view.step, [size, after])] });
    return regroupedAfter(view, last, atoms, count, lies);
  }
  const isFirst = before === 1;
  const apart = trunk.reshapedTo(view.step, isFirst ? [size, after] : [before, size, after]);
  const cut = trunk.add({ layer: crop(isFirst ? [rest] : [0, rest]), inputs: [apart] });
  return regroupedAfter(view, cut, atoms, count, lies);
}

/** The view of what was cut, with the axes that it had. */
function regroupedAfter(view: View, cut: Step, atoms: Axis, count: number, lies: Axis): View {
  const instead = replacing(atoms, count);
  const found = regrouped(instead(lies), cut.shape)!;
  const placed: readonly Axis[] = [[BATCH], ...found.axes];
  return viewOf(cut, placed, dividedBy(view.axes.map(instead), found.divided));
}

/** Puts a single atom in place of some that lie together. */
function replacing(atoms: Axis, count: number): (axis: Axis) => Axis {
  const own: readonly Atom[] = count === 1 ? [] : [{ size: count }];
  return (axis) => axis.flatMap((atom) => (atom === atoms[0] ? own : atoms.includes(atom) ? [] : [atom]));
}

export function slice(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const sizes = sizesOf(view.axes);
  const ranges = rangesOf(node, sizes).filter(
    ({ axis, start, count, stride }) => start !== 0 || stride !== 1 || count !== sizes[axis],
  );
  for (const { stride, count } of ranges) {
    if (stride !== 1) throw node.error('every place of a range', `every ${stride}.`);
    if (count < 1) throw node.error('places', 'none');
  }
  const whole = croppedAtOnce(node, view, ranges);
  return [
    whole ?? ranges.reduce((rest, { axis, start, count }) => selected(node, rest, axis, start, count), view),
  ];
}

/** Cut along axes that are each an axis of the layer, and none of them its last. */
function croppedAtOnce(node: NodeReading, given: View, ranges: readonly Range[]): View | undefined {
  const places = ranges.map(({ axis }) =>
    given.placed.findIndex((atoms) => sameAtoms(atoms, given.axes[axis]!)),
  );
  const last = given.placed.length - 1;
  const isPlain = places.every((place) => place > 0 && place < last);
  if (ranges.length === 0 || !isPlain || isLastStep(given, ranges) || given.step.linear) return undefined;
  const sides = given.placed.slice(1, -1).map((atoms, index): readonly [number, number] => {
    const range = ranges[places.indexOf(index + 1)];
    return range === undefined ? [0, 0] : [range.start, sizeOf(atoms) - range.start - range.count];
  });
  const view = node.trunk.along(given, (step) => ({ layer: crop(sides), inputs: [step] }));
  return ranges.reduce((rest, { axis, count }) => replaced(rest, rest.step, given.axes[axis]!, count), view);
}

/** `lastStep` says that more briefly. */
function isLastStep({ placed, axes }: View, [range]: readonly Range[]): boolean {
  return (
    placed.length === 3 &&
    range !== undefined &&
    range.count === 1 &&
    range.start === sizeOf(axes[range.axis]!) - 1
  );
}

export function split(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const axis = node.axis(node.attributes.int('axis', 0), view.axes.length);
  const size = sizeOf(view.axes[axis]!);
  const count = node.outputs;
  const each = Math.ceil(size / count);
  const sizes =
    node.numbers(1, 'split') ??
    Array.from({ length: count }, (_, index) => Math.min(each, size - index * each));
  if (sizes.reduce((sum, one) => sum + one, 0) !== size || sizes.length > 64) {
    throw node.error(`parts of ${size}`, sizes.slice(0, 8).join(' + '));
  }
  let start = 0;
  return sizes.map((one) => {
    start += one;
    return selected(node, view, axis, start - one, one);
  });
}

/** A layer cuts out each run of places. */
const MOST_PLACES = 256;

/** Rows of a table for numbers that are computed, or places of what is computed. */
export function gather(node: NodeReading): readonly Value[] {
  const [source, indices] = node.inputs;
  if (source?.kind === 'constant' && indices?.kind === 'view') return [embedded(node, indices)];
  const view = node.view(0);
  const axis = node.axis(node.attributes.int('axis', 0), view.axes.length);
  const constant = node.constant(1);
  const size = sizeOf(view.axes[axis]!);
  const count = countOf(constant.sizes);
  if (count > MOST_PLACES && count > size) throw node.error(`at most ${MOST_PLACES} places`, `${count}`);
  const places = Array.from(valuesOf(constant, node.allowance, node.label), (at) =>
    at < 0 ? at + size : at,
  );
  const parts = runsOf(places).map(([start, length]) => selected(node, view, axis, start, length));
  const part = parts.length === 1 ? parts[0]! : joined(node, parts, axis);
  const isDropped = constant.sizes.length === 0;
  if (constant.sizes.length > 1)
    return [reshapedView(part, sizesOf(part.axes).toSpliced(axis, 1, ...constant.sizes)) ?? part];
  return [isDropped ? { ...part, axes: part.axes.toSpliced(axis, 1) } : part];
}

/** Places that follow one another, as where they begin and how many. */
function runsOf(places: readonly number[]): readonly (readonly [start: number, length: number])[] {
  const runs: [number, number][] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === place) last[1] += 1;
    else runs.push([place, 1]);
  }
  return runs;
}

function embedded(node: NodeReading, given: View): View {
  const table = node.constant(0);
  const [vocabulary, size] = table.sizes;
  if (table.sizes.length !== 2 || node.attributes.int('axis', 0) !== 0 || !vocabulary || !size) {
    throw node.error('a table of rows', table.sizes.join(' × '));
  }
  const view = node.trunk.settled(given);
  const step = node.trunk.add({
    layer: embedding(vocabulary, size),
    inputs: [view.step],
    values: { weight: node.weights(0) },
  });
  const features: Axis = size === 1 ? [] : [{ size }];
  return viewOf(step, [...view.placed, features], [...view.axes, features]);
}
