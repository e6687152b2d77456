import {
  avgPool1d,
  avgPool2d,
  globalAvgPool,
  globalMaxPool,
  globalPool,
  type Layer,
  maxPool1d,
  maxPool2d,
  pad,
} from '@neutype/layers';
import { type Axis, BATCH, sizeOf } from '../atoms.js';
import type { NodeReading, Value } from '../node.js';
import type { StepDefinition } from '../step.js';
import { asPlaced, type View, viewOf } from '../view.js';
import { type Around, onImages, optionOf, paddingOf, type Spatial, type Window, windowOf } from './images.js';

/** Our layers check their options themselves. */
type Pool = (size: number | readonly [number, number], options: object) => Layer;

const POOLS: Readonly<Record<string, readonly [sequences: Pool, images: Pool]>> = {
  MaxPool: [maxPool1d as Pool, maxPool2d as Pool],
  AveragePool: [avgPool1d as Pool, avgPool2d as Pool],
};

export function pool(node: NodeReading): readonly Value[] {
  return [onImages(node, (images) => pooled(node, images))];
}

function pooled(node: NodeReading, { step, sizes }: Spatial): StepDefinition {
  const { attributes, operator, trunk } = node;
  const window = windowOf(node, attributes.ints('kernel_shape') ?? [], sizes.length);
  if (window.dilation.some((dilation) => dilation !== 1))
    throw node.error('no dilation', window.dilation.join(', '));
  if (node.isUsed(1)) throw node.error('no use of the places of the largest values');
  const around = paddingOf(node, window, sizes);
  const beyond =
    attributes.int('ceil_mode', 0) === 1 ? beyondEnds(sizes, window, around) : sizes.map(() => 0);
  const countsZeros =
    operator === 'AveragePool' &&
    attributes.int('count_include_pad', 0) === 1 &&
    around.some(([before, after]) => before + after > 0);
  const from = countsZeros ? trunk.add({ layer: pad(around), inputs: [step] }) : step;
  const rest = around.map(
    ([before, after], axis): Around => [countsZeros ? 0 : before, (countsZeros ? 0 : after) + beyond[axis]!],
  );
  const isStrided = window.stride.join() !== window.size.join();
  const options = {
    ...(isStrided && { stride: optionOf(window.stride) }),
    ...(rest.flat().some((amount) => amount > 0) && { padding: rest.length === 1 ? rest[0]! : rest }),
  };
  const make = POOLS[operator]![sizes.length - 1]!;
  return { layer: make(optionOf(window.size), options), inputs: [from] };
}

/** How far the last windows reach over the end, where `ceil_mode` keeps those. */
function beyondEnds(sizes: readonly number[], { size, stride }: Window, around: readonly Around[]): number[] {
  return sizes.map((length, axis) => {
    const [before, after] = around[axis]!;
    const whole = before + length + after - size[axis]!;
    let places = Math.ceil(whole / stride[axis]!) + 1;
    // A window that would begin in the padding at the end is left out.
    if ((places - 1) * stride[axis]! >= length + before) places -= 1;
    return Math.max(0, (places - 1) * stride[axis]! - whole);
  });
}

export function globalPooling(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const positions = view.axes.slice(2).map((_, index) => index + 2);
  const make = node.operator === 'GlobalMaxPool' ? globalMaxPool : globalAvgPool;
  return [reduced(node, view, positions, true, make())];
}

const REDUCTIONS: Readonly<Record<string, () => Layer>> = {
  ReduceMean: () => globalAvgPool(),
  ReduceMax: () => globalMaxPool(),
  ReduceSum: () => globalPool('sum'),
};

/** A mean, the largest or the sum along some axes. */
export function reduction(node: NodeReading): readonly Value[] {
  const view = node.view(0);
  const rank = view.axes.length;
  const given = node.numbers(1, 'axes');
  const all = view.axes.map((_, axis) => axis);
  const axes = given === undefined || given.length === 0 ? all : node.axes(given, rank);
  const keepsAxes = node.attributes.int('keepdims', 1) === 1;
  return [reduced(node, view, axes, keepsAxes, REDUCTIONS[node.operator]!())];
}

/** A layer that leaves of all positions one, for each channel. */
function reduced(
  node: NodeReading,
  given: View,
  axes: readonly number[],
  keepsAxes: boolean,
  layer: Layer,
): View {
  const view = node.trunk.settled(given);
  const positions = axes.flatMap((axis) => view.axes[axis]!);
  if (positions.includes(BATCH)) throw node.error('an axis other than that of the samples');
  const kept = view.axes.flatMap((axis, place): readonly Axis[] =>
    axes.includes(place) ? (keepsAxes ? [[]] : []) : [axis],
  );
  const channels = asPlaced(
    view,
    kept.flat().filter((atom) => atom !== BATCH),
  );
  const placed: readonly Axis[] = [[BATCH], channels];
  const outside = view.placed.slice(1).map((axis) => axis.filter((atom) => positions.includes(atom)));
  const filled = outside.filter((axis) => axis.length > 0);
  const from = node.trunk.arranged(view, [[BATCH], ...filled, channels]);
  if (filled.length === 0) return viewOf(node.trunk.reshapedTo(from, [sizeOf(channels)]), placed, kept);
  return viewOf(node.trunk.add({ layer, inputs: [from] }), placed, kept);
}
