import {
  batchNorm,
  groupNorm,
  instanceNorm,
  type Layer,
  layerNorm,
  localResponseNorm,
  rmsNorm,
} from '@neutype/layers';
import { type Axis, BATCH, sizeOf } from '../atoms.js';
import { permuted } from '../constant.js';
import type { NodeReading, Value } from '../node.js';
import type { Step, StepDefinition, Values } from '../step.js';
import { asPlaced, type View, withLast } from '../view.js';
import { affine, timesColumns } from '../weights.js';
import { rounded } from './activations.js';

const NAMES = { weight: 'gamma', bias: 'beta' };

/** A layer with gamma and beta, which take in what the output is multiplied with or added to it. */
function normalizing(make: () => Layer, input: Step, values: Values): StepDefinition {
  return {
    layer: make(),
    inputs: [input],
    values,
    ...affine(values, NAMES, (next) => normalizing(make, input, next)),
  };
}

/** A view with its channels, the file's second axis, last. */
function withChannelsLast(node: NodeReading): View {
  const view = node.trunk.settled(node.view(0));
  const [, channels] = view.axes;
  if (channels === undefined || channels.includes(BATCH)) throw node.error('[samples, channels, …]');
  return node.trunk.arrangedView(view, withLast(view, channels));
}

function checkSize(node: NodeReading, values: Float32Array, size: number): Float32Array {
  if (values.length === size) return values;
  throw node.error(`${size} values`, `${values.length}`);
}

function epsilonOf({ attributes }: NodeReading): number {
  return rounded(attributes.float('epsilon', 1e-5));
}

function epsilonOption(epsilon: number): { readonly epsilon?: number } {
  return epsilon === 1e-5 ? {} : { epsilon };
}

export function batchNormalization(node: NodeReading): readonly Value[] {
  if (node.attributes.int('training_mode', 0) === 1)
    throw node.error('training_mode of 0', '1', 'Export the model in evaluation mode.');
  const view = withChannelsLast(node);
  const channels = sizeOf(view.axes[1]!);
  const [gamma, beta, runningMean, runningVariance] = [1, 2, 3, 4].map((input) =>
    checkSize(node, node.weights(input), channels),
  );
  const values: Values = {
    gamma: gamma!,
    beta: beta!,
    runningMean: runningMean!,
    runningVariance: runningVariance!,
  };
  // Files keep 1 less than alpha.
  const alpha = rounded(Math.fround(1 - node.attributes.float('momentum', 0.9)));
  const options = { ...epsilonOption(epsilonOf(node)), ...(Math.abs(alpha - 0.1) > 1e-6 && { alpha }) };
  return [node.trunk.along(view, (step) => normalizing(() => batchNorm(options), step, values))];
}

export function instanceNormalization(node: NodeReading): readonly Value[] {
  const view = withChannelsLast(node);
  const channels = sizeOf(view.axes[1]!);
  const values = {
    gamma: checkSize(node, node.weights(1), channels),
    beta: checkSize(node, node.weights(2), channels),
  };
  const asGroups = groupsOf(node, view, values);
  if (asGroups !== undefined) return [asGroups];
  const options = epsilonOption(epsilonOf(node));
  return [node.trunk.along(view, (step) => normalizing(() => instanceNorm(options), step, values))];
}

/**
 * PyTorch writes GroupNorm as InstanceNormalization of channels that a Reshape has put together: `[samples, groups, rest]`,
 * `rest` beginning with the channels of a group.
 */
function groupsOf(node: NodeReading, view: View, values: Values): View | undefined {
  const given = node.trunk.settled(node.view(0));
  const [, groups, rest, ...others] = given.axes;
  const isMerged = others.length === 0 && groups !== undefined && rest !== undefined;
  const lies = given.placed.at(-1)!;
  if (!isMerged || groups.length !== 1 || lies.length !== 2 || lies[0] !== groups[0] || lies[1] !== rest[0])
    return undefined;
  const isPlain =
    [...values['gamma']!].every((one) => one === 1) && [...values['beta']!].every((zero) => zero === 0);
  if (!isPlain || view.axes.length !== 3) return undefined;
  const channels = sizeOf(lies);
  const plain = { gamma: new Float32Array(channels).fill(1), beta: new Float32Array(channels) };
  const make = () => groupNorm(sizeOf(groups), epsilonOption(epsilonOf(node)));
  return node.trunk.along(given, (step) => normalizing(make, step, plain));
}

export function groupNormalization(node: NodeReading): readonly Value[] {
  const view = withChannelsLast(node);
  const channels = sizeOf(view.axes[1]!);
  const groups = node.attributes.int('num_groups', 1);
  if (channels % groups !== 0) throw node.error(`groups that divide ${channels} channels`, `${groups}`);
  const each = (values: Float32Array): Float32Array =>
    values.length === channels
      ? values
      : Float32Array.from(
          { length: channels },
          (_, at) => checkSize(node, values, groups)[Math.floor((at * groups) / channels)]!,
        );
  const values = { gamma: each(node.weights(1)), beta: each(node.weights(2)) };
  const make = () => groupNorm(groups, epsilonOption(epsilonOf(node)));
  return [node.trunk.along(view, (step) => normalizing(make, step, values))];
}

export function layerNormalization(node: NodeReading): readonly Value[] {
  if (node.isUsed(1) || node.isUsed(2)) throw node.error('no use of its mean and deviation');
  return [
    normalizedRows(
      node,
      node.view(0),
      node.attributes.int('axis', -1),
      node.has(1) ? 1 : undefined,
      node.has(2) ? 2 : undefined,
    ),
  ];
}

export function rmsNormalization(node: NodeReading): readonly Value[] {
  const epsilon = epsilonOf(node);
  const { view, features, order } = rowsOf(node, node.view(0), node.attributes.int('axis', -1));
  const size = sizeOf(features);
  const gamma = node.has(1)
    ? orderedAs(node, node.weights(1), features, order)
    : new Float32Array(size).fill(1);
  const options = epsilon === 1e-6 ? {} : { epsilon };
  return [node.trunk.along(view, (step) => rms(step, options, gamma))];
}

function rms(input: Step, options: { readonly epsilon?: number }, gamma: Float32Array): StepDefinition {
  return {
    layer: rmsNorm(options),
    inputs: [input],
    values: { gamma },
    scaled: (by) => rms(input, options, timesColumns(gamma, by)),
  };
}

function normalizedRows(node: NodeReading, given: View, axis: number, scale?: number, shift?: number): View {
  const { view, features, order } = rowsOf(node, given, axis);
  const size = sizeOf(features);
  const gamma =
    scale === undefined
      ? new Float32Array(size).fill(1)
      : orderedAs(node, node.weights(scale), features, order);
  const beta =
    shift === undefined ? new Float32Array(size) : orderedAs(node, node.weights(shift), features, order);
  const make = () => layerNorm(epsilonOption(epsilonOf(node)));
  return node.trunk.along(view, (step) => normalizing(make, step, { gamma, beta }));
}

/** A view with the axes from one on as its last, in the order in which they lie. */
function rowsOf(
  node: NodeReading,
  given: View,
  from: number,
): { view: View; features: Axis; order: readonly number[] } {
  const settled = node.trunk.settled(given);
  const inFile = settled.axes.slice(node.axis(from, settled.axes.length)).flat();
  if (inFile.includes(BATCH)) throw node.error('axes without the samples');
  const features = asPlaced(settled, inFile);
  const order = features.map((atom) => inFile.indexOf(atom));
  return { view: node.trunk.arrangedView(settled, withLast(settled, features)), features, order };
}

function orderedAs(
  node: NodeReading,
  values: Float32Array,
  features: Axis,
  order: readonly number[],
): Float32Array {
  checkSize(node, values, sizeOf(features));
  const sizes = new Array<number>(order.length);
  for (const [place, axis] of order.entries()) sizes[axis] = features[place]!.size;
  return permuted(values, sizes, order);
}

export function localResponse(node: NodeReading): readonly Value[] {
  const { attributes } = node;
  const size = attributes.int('size', 1);
  if (size % 2 === 0) throw node.error('a window of odd size', `${size}`);
  const options = {
    alpha: rounded(Math.fround(attributes.float('alpha', 1e-4) / size)),
    beta: rounded(attributes.float('beta', 0.75)),
    k: rounded(attributes.float('bias', 1)),
    depthRadius: (size - 1) / 2,
  };
  return [
    node.trunk.along(withChannelsLast(node), (step) => ({
      layer: localResponseNorm(options),
      inputs: [step],
    })),
  ];
}
