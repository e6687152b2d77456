import { crop, logSoftmax, type PadMode, pad, pRelu, softmax, upsample } from '@neutype/layers';
import { type Axis, BATCH, BATCH_SIZE, regrouped, sizeOf, sizesOf } from '../atoms.js';
import { countOf, onlyValue, permuted } from '../constant.js';
import { targetSizes, withOnes } from '../fold.js';
import type { NodeReading, Value } from '../node.js';
import type { StepDefinition } from '../step.js';
import { asPlaced, isBatch, reshapedView, type View, viewOf, withLast } from '../view.js';
import { aligned, ranked, repeated, viewOfAligned } from './alignment.js';
import { softmaxed } from './scores.js';

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

/** Softmax or LogSoftmax. Before version 13 it went along all axes from one on. */
export function probabilities(node: NodeReading): readonly Value[] {
  const { attributes, operator, opset, trunk } = node;
  const [given] = node.inputs;
  const axis = attributes.int('axis', opset < 13 ? 1 : -1);
  if (given?.kind === 'scores') {
    if (operator !== 'Softmax') throw node.error('a softmax of scores', operator);
    return [softmaxed(node, given, axis)];
  }
  const view = trunk.settled(node.view(0));
  const from = node.axis(axis, view.axes.length);
  const along = opset < 13 ? view.axes.slice(from).flat() : view.axes[from]!;
  if (along.includes(BATCH)) throw node.error('an axis other than that of the samples');
  const make = operator === 'Softmax' ? softmax : logSoftmax;
  const place = view.placed.findIndex(
    (atoms) => atoms.length === along.length && atoms.every((atom) => along.includes(atom)),
  );
  const name = operator === 'Softmax' ? 'softmax' : 'logSoftmax';
  if (place > 0 && place < view.placed.length - 1) {
    return [trunk.along(view, (step): StepDefinition => ({ layer: make({ axis: place }), inputs: [step] }))];
  }
  const features = asPlaced(view, along);
  const lying = trunk.arrangedView(view, withLast(view, features));
  return [
    trunk.along(
      lying,
      (step): StepDefinition => ({
        layer: make(),
        inputs: [step],
        activation: { name, withUnits: (units, options) => make(units, options) },
      }),
    ),
  ];
}

/** PRelu, whose slopes may differ along some axes. */
export function slopes(node: NodeReading): readonly Value[] {
  const { trunk } = node;
  const view = trunk.settled(node.view(0));
  const slope = node.constant(1);
  const rank = view.axes.length;
  const sizes = [...new Array<number>(Math.max(0, rank - slope.sizes.length)).fill(1), ...slope.sizes];
  const own = sizes.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const single = own.length === 0 ? onlyValue(slope) : undefined;
  const along =
    single === undefined ? own.flatMap((axis) => view.axes[axis] ?? []) : (view.placed.at(-1) ?? []);
  if (along.includes(BATCH)) throw node.error('slopes that are the same for all samples');
  const features = single === undefined ? asPlaced(view, along) : along;
  const values = single === undefined ? node.weights(1) : new Float32Array(sizeOf(features)).fill(single);
  if (values.length !== sizeOf(features)) throw node.error(`${sizeOf(features)} slopes`, `${values.length}`);
  const alpha = permuted(
    values,
    along.map(({ size }) => size),
    features.map((atom) => along.indexOf(atom)),
  );
  const lying = trunk.arrangedView(view, withLast(view, features));
  return [
    trunk.along(
      lying,
      (step): StepDefinition => ({
        layer: pRelu(),
        inputs: [step],
        values: { alpha },
        activation: { name: 'pRelu', withUnits: (units, options) => pRelu(units, options) },
      }),
    ),
  ];
}

const PAD_MODES: ReadonlyMap<string, PadMode> = new Map([
  ['constant', 'constant'],
  ['reflect', 'reflect'],
  ['edge', 'edge'],
]);

export function padded(node: NodeReading): readonly Value[] {
  const { attributes, trunk } = node;
  const view = node.view(0);
  const rank = view.axes.length;
  const axes = node.axes(node.numbers(3) ?? view.axes.map((_, axis) => axis), rank);
  const given = node.numbers(1, 'pads') ?? [];
  if (given.length !== 2 * axes.length) throw node.error('pads for both ends of each axis', given.join(', '));
  const sides = new Map(
    axes.map((axis, index) => [axis, [given[index]!, given[index + axes.length]!] as const]),
  );
  const mode = PAD_MODES.get(attributes.text('mode', 'constant'));
  if (mode === undefined)
    throw node.error('a mode among constant, reflect and edge', attributes.text('mode', ''));
  const value = node.has(2) ? node.number(2, 0) : attributes.float('value', 0);
  const lying = aligned(node, [view]);
  const [step] = lying.steps;
  const around = lying.order.map((axis) => sides.get(axis) ?? ([0, 0] as const));
  const [before = 0, after = 0] = sides.get(lying.batch) ?? [];
  if (before !== 0 || after !== 0) throw node.error('an axis other than that of the samples');
  if (around.flat().every((amount) => amount === 0)) return [view];
  const isLast = around.at(-1)!.some((amount) => amount !== 0);
  const from = isLast ? trunk.reshapedTo(step!, [...step!.shape, 1]) : step!;
  const amounts = isLast ? around : around.slice(0, -1);
  const [added, cut] = [Math.max, Math.min].map((pick) =>
    amounts.map(([a, b]) => [pick(a, 0), pick(b, 0)] as const),
  );
  const options = { ...(mode !== 'constant' && { mode }), ...(value !== 0 && { value }) };
  const larger = added!.flat().some((amount) => amount > 0)
    ? trunk.add({ layer: pad(added!, options), inputs: [from] })
    : from;
  const sidesOff = cut!.map(([a, b]) => [Math.abs(a), Math.abs(b)] as const);
  const left = cut!.flat().some((amount) => amount < 0)
    ? trunk.add({ layer: crop(sidesOff), inputs: [larger] })
    : larger;
  const sizes = sizesOf(view.axes).map(
    (size, axis) => size + (sides.get(axis)?.[0] ?? 0) + (sides.get(axis)?.[1] ?? 0),
  );
  const whole = trunk.reshapedTo(
    left,
    lying.order.map((axis) => sizes[axis]!),
  );
  return [viewOfAligned(whole, lying, sizes)];
}

/** Resize and Upsample by whole factors. */
export function resized(node: NodeReading): readonly Value[] {
  const { attributes, operator, trunk } = node;
  const view = node.view(0);
  const sizes = sizesOf(view.axes);
  const scales = scalesOf(node, sizes);
  const mode = attributes.text('mode', 'nearest');
  const transform = attributes.text(
    'coordinate_transformation_mode',
    operator === 'Upsample' ? 'asymmetric' : 'half_pixel',
  );
  checkResize(node, mode, transform);
  const lying = aligned(node, [view]);
  const factors = lying.order.map((axis) => scales[axis]!);
  const isPlain = factors.at(-1) === 1 && scales[lying.batch] === 1;
  if (!isPlain || !factors.every((factor) => Number.isInteger(factor) && factor >= 1)) {
    throw node.error('whole factors of all axes but samples and channels', scales.join(', '));
  }
  const inner = factors.slice(0, -1);
  if (inner.every((factor) => factor === 1)) return [view];
  const scale = inner.every((factor) => factor === inner[0]) ? inner[0]! : inner;
  const layer = upsample(scale, mode === 'linear' ? { mode: 'bilinear' } : {});
  return [
    viewOfAligned(
      trunk.add({ layer, inputs: lying.steps }),
      lying,
      sizes.map((size, axis) => size * scales[axis]!),
    ),
  ];
}

function scalesOf(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const isUpsample = node.operator === 'Upsample' || node.opset < 11;
  const scales = isUpsample ? node.numbers(1, 'scales') : node.numbers(2);
  const target = isUpsample ? undefined : node.numbers(3);
  const axes = node.attributes.ints('axes') ?? sizes.map((_, axis) => axis);
  const given = target?.length
    ? target.map((size, index) => size / (sizes[axes[index]!] ?? size))
    : (scales ?? []);
  if (given.length !== axes.length) throw node.error(`factors of ${axes.length} axes`, `${given.length}`);
  const all = sizes.map(() => 1);
  for (const [index, axis] of node.axes(axes, sizes.length).entries()) all[axis] = given[index]!;
  return all;
}

function checkResize(node: NodeReading, mode: string, transform: string): void {
  const isRepeated = mode === 'nearest' && isRepeating(node, transform);
  const isLinear = mode === 'linear' && (transform === 'half_pixel' || transform === 'pytorch_half_pixel');
  if (isRepeated || isLinear) return;
  throw node.error("nearest values, or linear ones by 'half_pixel'", `${mode}, ${transform}`);
}

/** Whether nearest values come as often as the factor says. */
function isRepeating(node: NodeReading, transform: string): boolean {
  const nearest = node.attributes.text('nearest_mode', 'round_prefer_floor');
  if (transform === 'asymmetric')
    return nearest === 'floor' || node.operator === 'Upsample' || node.opset < 11;
  const isHalf = transform === 'half_pixel' || transform === 'pytorch_half_pixel';
  return isHalf && nearest.startsWith('round');
}
