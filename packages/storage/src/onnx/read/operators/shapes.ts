import { type Axis, BATCH, BATCH_SIZE, regrouped, sizeOf, sizesOf } from '../atoms.js';
import { countOf } from '../constant.js';
import { targetSizes, withOnes } from '../fold/sizes.js';
import type { NodeReading, Value } from '../node.js';
import { isBatch, reshapedView, type View, viewOf } from '../view.js';
import { aligned, ranked, repeated, viewOfAligned } from './alignment.js';

export function reshaped(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const sizes = sizesOf(view.axes);
  const target = node.operator === 'Flatten' ? flattenedSizes(node, sizes) : targetSizes(node, sizes);
  return [toSizes(node, view, target)];
}

function flattenedSizes(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const axis = node.attributes.int('axis', 1);
  const at = axis < 0 ? axis + sizes.length : axis;
  return [countOf(sizes.slice(0, at)), countOf(sizes.slice(at))];
}

function toSizes(node: NodeReading, view: View, target: readonly number[]): View {
  const total = countOf(sizesOf(view.axes));
  for (const sizes of readings(target, total)) {
    const found = reshapedView(view, sizes);
    if (found !== undefined) return found;
  }
  const [sizes] = readings(target, total);
  const moved = sizes && rearranged(node, view, sizes);
  if (moved !== undefined) return moved;
  throw node.error(
    `a shape for ${sizesOf(view.axes).map(shownSize).join(' × ')}`,
    target.map(shownSize).join(' × '),
  );
}

/** What a shape may mean: where it was written for a fixed number of samples, one of its sizes is that. */
function readings(target: readonly number[], total: number): readonly (readonly number[])[] {
  const count = countOf(target);
  if (count === total) return [target];
  const samples = (count * BATCH_SIZE) / total;
  if (!Number.isSafeInteger(samples)) return [];
  return target.flatMap((size, axis) =>
    size % samples === 0 ? [target.with(axis, (size / samples) * BATCH_SIZE)] : [],
  );
}

/** A reshape that is no matter of regrouping: all values of a sample in the file's order, then divided anew. */
function rearranged(node: NodeReading, view: View, sizes: readonly number[]): View | undefined {
  if (!isBatch(view.axes[0] ?? []) || sizes[0] !== BATCH_SIZE) return undefined;
  const values: Axis = [{ size: countOf(sizes.slice(1)) }];
  const step = node.trunk.reshapedTo(node.trunk.asInFile(view), [sizeOf(values)]);
  const found = regrouped(values, sizes.slice(1));
  if (found === undefined) return undefined;
  const atoms = found.axes.flat();
  return viewOf(step, [[BATCH], atoms], [[BATCH], ...found.axes]);
}

function shownSize(size: number): string {
  return size % BATCH_SIZE === 0 ? (size === BATCH_SIZE ? 'batch' : `${size / BATCH_SIZE}·batch`) : `${size}`;
}

export function transposed(node: NodeReading): readonly Value[] {
  const { axes, ...view } = node.view(0);
  const order = node.axes(node.attributes.ints('perm') ?? axes.map((_, axis) => axis).reverse(), axes.length);
  if (order.length !== axes.length) throw node.error(`the order of ${axes.length} axes`, order.join(', '));
  return [{ ...view, axes: order.map((axis) => axes[axis]!) }];
}

export function squeezed(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const given = node.numbers(1, 'axes');
  const axes = given && node.axes(given, view.axes.length);
  const isDropped = (axis: Axis, place: number): boolean =>
    axes === undefined ? axis.length === 0 : axes.includes(place);
  const dropped = view.axes.filter(isDropped);
  if (dropped.some((axis) => axis.length > 0))
    throw node.error('axes of size 1', dropped.map(sizeOf).join(', '));
  return [{ ...view, axes: view.axes.filter((axis, place) => !isDropped(axis, place)) }];
}

export function unsqueezed(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const sizes = withOnes(node, sizesOf(view.axes), 1);
  const rest = [...view.axes];
  const given = node.numbers(1, 'axes') ?? [];
  const ones = node.axes(given, sizes.length);
  return [{ ...view, axes: sizes.map((_, axis) => (ones.includes(axis) ? [] : rest.shift()!)) }];
}

/** Values repeated along axes of size 1. */
export function expanded(node: NodeReading): readonly Value[] {
  const wanted = node.numbers(1) ?? [];
  const given = node.view(0);
  const view = ranked(given, wanted.length);
  const sizes = sizesOf(view.axes);
  const shift = sizes.length - wanted.length;
  const target = sizes.map((size, axis) => {
    const to = wanted[axis - shift] ?? 1;
    if (to === 1 || to === size || (size === BATCH_SIZE && to > 0)) return size;
    if (size === 1 && to > 0 && to < BATCH_SIZE) return to;
    throw node.error(
      `sizes that ${sizes.map(shownSize).join(' × ')} can be expanded to`,
      wanted.map(shownSize).join(' × '),
    );
  });
  if (target.every((size, axis) => size === sizes[axis])) return [view];
  const lying = aligned(node, [view]);
  const step = repeated(
    node.trunk,
    lying.steps[0]!,
    lying.order.map((axis) => target[axis]!),
  );
  return [viewOfAligned(step, lying, target)];
}
