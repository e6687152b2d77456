import { positionEmbedding } from '@neutype/layers';
import { type Axis, BATCH, sizeOf, sizesOf } from '../atoms.js';
import { type Constant, countOf, onlyValue, permuted } from '../constant.js';
import type { NodeReading } from '../node.js';
import type { Step } from '../step.js';
import { asPlaced, reshapedView, type View, viewOf, withLast } from '../view.js';
import { plusEach } from '../weights.js';

/** Along which axes a constant differs, and its values along those. */
interface Spread {
  readonly axes: readonly number[];
  readonly values: Float32Array;
}

function spreadOf(node: NodeReading, constant: Constant, view: View): Spread {
  const rank = view.axes.length;
  if (constant.sizes.length > rank) throw node.error('a constant of no more axes than what it meets');
  const sizes = [...new Array<number>(rank - constant.sizes.length).fill(1), ...constant.sizes];
  const target = sizesOf(view.axes);
  for (const [axis, size] of sizes.entries()) {
    if (size === 1 || size === target[axis]) continue;
    throw node.error('sizes that fit together', `${sizes.join(' × ')} and ${target.join(' × ')}`);
  }
  const axes = sizes.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  return { axes, values: node.weightsOf(constant) };
}

/** Views whose last axis is what a constant differs along, and the constant in the order of that axis. */
function alongLast(node: NodeReading, given: View, constant: Constant): { view: View; by: Float32Array } {
  const view = node.trunk.settled(given);
  const { axes, values } = spreadOf(node, constant, view);
  const inFile: Axis = axes.flatMap((axis) => view.axes[axis]!);
  if (inFile.includes(BATCH)) throw node.error('constants that are the same for all samples');
  const features = asPlaced(view, inFile);
  const order = features.map((atom) => inFile.indexOf(atom));
  const by = node.derived(values, `order ${order}`, () =>
    permuted(
      values,
      inFile.map(({ size }) => size),
      order,
    ),
  );
  return { view: node.trunk.arrangedView(view, withLast(view, features)), by };
}

/** A number of the formula rather than a weight of each channel, even where those are all the same as yet. */
function singleNumber(constant: Constant): number | undefined {
  return countOf(constant.sizes) === 1 ? onlyValue(constant) : undefined;
}

/** A view multiplied by a constant. */
export function timesConstant(node: NodeReading, view: View, constant: Constant): View {
  const grown = grownTo(view, constant);
  const value = singleNumber(constant);
  if (value !== undefined) return { ...grown, factor: grown.factor * value };
  const { view: lying, by } = alongLast(node, grown, constant);
  const { step, placed, axes } = lying;
  const { trunk } = node;
  return viewOf(trunk.scaled(step, by), placed, axes);
}

/** A view with a constant added. */
export function plusConstant(node: NodeReading, view: View, constant: Constant): View {
  const grown = grownTo(view, constant);
  const value = hasOneBias(grown) ? undefined : singleNumber(constant);
  if (value === 0) return grown;
  if (value !== undefined) return plusNumber(node, grown, value);
  const { view: lying, by } = alongLast(node, grown, constant);
  const { step, placed, axes } = lying;
  const { trunk } = node;
  if (step.shifted && by.length === step.shape.at(-1))
    return viewOf(trunk.add(step.shifted(by)), placed, axes);
  const places = placesOf(node, grown, constant);
  return places ?? viewOf(plusEach(trunk, step, by), placed, axes);
}

/** Whether a single number is the bias of a single unit. */
function hasOneBias({ step }: View): boolean {
  return step.shifted !== undefined && step.shape.at(-1) === 1;
}

function plusNumber(node: NodeReading, given: View, value: number): View {
  const { step, placed, axes } = node.trunk.settled(given);
  const by = node.trunk.channels(step, value);
  return viewOf(plusEach(node.trunk, step, by, true), placed, axes);
}

/** What is added to sequences, a vector for each place. */
function placesOf(node: NodeReading, given: View, constant: Constant): View | undefined {
  const view = node.trunk.settled(given);
  const spread = spreadOf(node, constant, view);
  const [time, features, ...others] = view.placed.slice(1);
  const along = spread.axes.flatMap((axis) => view.axes[axis]!);
  const whole = time !== undefined && features !== undefined && others.length === 0;
  if (!whole || along.length !== time.length + features.length) return undefined;
  const weight = permuted(
    spread.values,
    along.map(({ size }) => size),
    [...time, ...features].map((atom) => along.indexOf(atom)),
  );
  const layer = positionEmbedding(sizeOf(time));
  const step: Step = node.trunk.add({ layer, inputs: [view.step], values: { weight } });
  return viewOf(step, view.placed, view.axes);
}

/** The view with as many axes as the constant has. */
function grownTo(view: View, constant: Constant): View {
  const missing = constant.sizes.length - view.axes.length;
  if (missing <= 0) return view;
  const sizes = sizesOf(view.axes);
  return reshapedView(view, [...new Array<number>(missing).fill(1), ...sizes]) ?? view;
}

/** One divided by a constant, or its negative. */
export function mapped(constant: Constant, map: (value: number) => number): Constant {
  const values = Array.from(constant.data, map);
  return { ...constant, data: constant.data instanceof Float32Array ? Float32Array.from(values) : values };
}
