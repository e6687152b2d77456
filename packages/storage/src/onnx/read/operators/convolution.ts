import {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  type Layer,
} from '@neutype/layers';
import { permuted } from '../constant.js';
import type { NodeReading, Value } from '../node.js';
import type { Step, StepDefinition, Values } from '../step.js';
import { affine, timesColumns } from '../weights.js';
import {
  type Around,
  onImages,
  optionOf,
  paddingOf,
  paddingOption,
  type Spatial,
  windowOf,
} from './images.js';

/** Filters as the file has them: `[filters, channels / groups, rows, columns]`. */
interface Filters {
  readonly sizes: readonly number[];
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

function filtersOf(node: NodeReading, dimensions: number): Filters {
  const { sizes } = node.constant(1);
  if (sizes.length !== dimensions + 2 || sizes.includes(0)) {
    throw node.error(`filters of ${dimensions + 2} axes`, sizes.join(' × '));
  }
  const shape = node.attributes.ints('kernel_shape');
  if (shape !== undefined && shape.join() !== sizes.slice(2).join()) {
    throw node.error(`filters of the size ${shape.join(' × ')}`, sizes.join(' × '));
  }
  return { sizes, weight: node.weights(1), bias: node.has(2) ? node.weights(2) : undefined };
}

export function convolution(node: NodeReading): readonly Value[] {
  return [onImages(node, (images) => convolved(node, images))];
}

function convolved(node: NodeReading, { step, channels, sizes }: Spatial): StepDefinition {
  const filters = filtersOf(node, sizes.length);
  const groups = node.attributes.int('group', 1);
  const [count, perGroup] = filters.sizes as [number, number];
  if (perGroup * groups !== channels || count % groups !== 0) {
    throw node.error(`filters for ${channels} channels in ${groups} groups`, filters.sizes.join(' × '));
  }
  const window = windowOf(node, filters.sizes.slice(2), sizes.length);
  const padding = paddingOption(paddingOf(node, window, sizes), window);
  const options = {
    ...(padding !== 'valid' && { padding }),
    ...(window.stride.some((stride) => stride !== 1) && { stride: optionOf(window.stride) }),
    ...(window.dilation.some((dilation) => dilation !== 1) && { dilation: optionOf(window.dilation) }),
  };
  const size = optionOf(window.size);
  if (groups > 1 && groups === channels) return depthwise(node, step, channels, filters, size, options);
  return grouped(node, step, filters, size, { ...options, ...(groups !== 1 && { groups }) });
}

function turnedFilters(
  node: NodeReading,
  weight: Float32Array,
  sizes: readonly number[],
  order: readonly number[],
): Float32Array {
  return node.derived(weight, `filters ${sizes} ${order}`, () => permuted(weight, sizes, order));
}

type Options = Readonly<Record<string, unknown>>;

/** Our layers check their options themselves. */
type Function2d = (filters: number, size: number | readonly [number, number], options: object) => Layer;

type Function1d = (filters: number, size: number, options: object) => Layer;

function grouped(
  node: NodeReading,
  input: Step,
  { sizes, weight, bias }: Filters,
  size: number | [number, number],
  options: Options,
): StepDefinition {
  const isImage = sizes.length === 4;
  const [count] = sizes as [number];
  const turned = turnedFilters(node, weight, sizes, isImage ? [2, 3, 1, 0] : [2, 1, 0]);
  return withFilters(input, { weight: turned, ...(bias !== undefined && { bias }) }, (withoutBias) => {
    const given = { ...options, ...withoutBias };
    return isImage
      ? (conv2d as Function2d)(count, size, given)
      : (conv1d as Function1d)(count, size as number, given);
  });
}

/** Filters that see one channel each: `[channels · multiplier, 1, …]` → `[…, channels, multiplier]`. */
function depthwise(
  node: NodeReading,
  input: Step,
  channels: number,
  { sizes, weight, bias }: Filters,
  size: number | [number, number],
  options: Options,
): StepDefinition {
  const isImage = sizes.length === 4;
  const multiplier = sizes[0]! / channels;
  const shape = [channels, multiplier, ...sizes.slice(2)];
  const turned = turnedFilters(node, weight, shape, isImage ? [2, 3, 0, 1] : [2, 0, 1]);
  return withFilters(input, { weight: turned, ...(bias !== undefined && { bias }) }, (withoutBias) => {
    const given = { ...options, ...(multiplier !== 1 && { multiplier }), ...withoutBias };
    return isImage ? depthwiseConv2d(size, given) : depthwiseConv1d(size as number, given);
  });
}

/** A layer of these values, which takes in what scales and shifts its outputs; it may get a bias by that. */
function withFilters(
  input: Step,
  values: Values,
  make: (withoutBias: { readonly bias?: null }) => Layer,
): StepDefinition {
  return {
    layer: make(values['bias'] === undefined ? { bias: null } : {}),
    inputs: [input],
    values,
    ...affine(values, { weight: 'weight', bias: 'bias' }, (changed) => withFilters(input, changed, make)),
  };
}

export function transposedConvolution(node: NodeReading): readonly Value[] {
  return [onImages(node, (images) => convolvedBack(node, images))];
}

function convolvedBack(node: NodeReading, { step, channels, sizes }: Spatial): StepDefinition {
  const { attributes } = node;
  const filters = filtersOf(node, sizes.length);
  const window = windowOf(node, filters.sizes.slice(2), sizes.length);
  if (attributes.int('group', 1) !== 1 || window.dilation.some((dilation) => dilation !== 1)) {
    throw node.error('one group and no dilation', 'others', 'Neutype has no such layer.');
  }
  if (filters.sizes[0] !== channels)
    throw node.error(`filters for ${channels} channels`, filters.sizes.join(' × '));
  const added = attributes.ints('output_padding') ?? sizes.map(() => 0);
  const around = paddingBack(node, sizes, window, added);
  const isImage = sizes.length === 2;
  const count = filters.sizes[1]!;
  const options = {
    stride: optionOf(window.stride),
    padding: around.length === 1 ? around[0]! : [around[0]!, around[1]!],
    outputPadding: added.length === 1 ? added[0]! : [added[0]!, added[1]!],
  };
  const weight = turnedFilters(node, filters.weight, filters.sizes, isImage ? [2, 3, 1, 0] : [2, 1, 0]);
  const make = (values: Values): StepDefinition => {
    const given = { ...options, ...(values['bias'] === undefined && { bias: null }) };
    const size = optionOf(window.size);
    return {
      layer: isImage
        ? (conv2dTranspose as Function2d)(count, size, given)
        : (conv1dTranspose as Function1d)(count, size as number, given),
      inputs: [step],
      values,
      shifted: affine(values, { weight: 'weight', bias: 'bias' }, make).shifted!,
      scaled: (by) =>
        make({
          ...values,
          weight: timesFilters(values['weight']!, by, channels),
          ...(values['bias'] !== undefined && { bias: timesColumns(values['bias'], by) }),
        }),
    };
  };
  return make({ weight, ...(filters.bias !== undefined && { bias: filters.bias }) });
}

/** Filters `[…, filters, channels]` multiplied each by its number. */
function timesFilters(weight: Float32Array, by: Float32Array, channels: number): Float32Array {
  return weight.map((value, index) => value * by[Math.floor(index / channels) % by.length]!);
}

/** What is cut off at both ends of each axis. */
function paddingBack(
  node: NodeReading,
  sizes: readonly number[],
  window: ReturnType<typeof windowOf>,
  added: readonly number[],
): readonly Around[] {
  const { attributes } = node;
  const output = attributes.ints('output_shape');
  const auto = attributes.text('auto_pad', 'NOTSET');
  if (output === undefined && (auto === 'NOTSET' || auto === 'VALID')) return paddingOf(node, window, sizes);
  const wanted = output?.slice(-sizes.length) ?? sizes.map((size, axis) => size * window.stride[axis]!);
  return sizes.map((size, axis) => {
    const whole = (size - 1) * window.stride[axis]! + window.size[axis]! + (added[axis] ?? 0);
    const total = whole - (wanted[axis] ?? whole);
    if (total < 0) throw node.error(`an output of at most ${whole}`, `${wanted[axis]}`);
    const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
    return auto === 'SAME_UPPER' ? [less, more] : [more, less];
  });
}
