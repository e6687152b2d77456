import { type Axis, axisOf, BATCH, sizeOf } from '../atoms.js';
import type { NodeReading } from '../node.js';
import type { Step, StepDefinition } from '../step.js';
import { isBatch, type View, viewOf } from '../view.js';

/** A view as images or sequences, channels last, and what stands for its axes. */
export interface Spatial {
  readonly step: Step;
  readonly channels: number;
  /** Rows and columns, or time alone. */
  readonly sizes: readonly number[];
}

/** Brings `[samples, channels, …]` into the order of our layers. */
export function spatial(node: NodeReading, view: View): Spatial {
  const [samples, channels, ...positions] = view.axes;
  const dimensions = positions.length;
  if (samples === undefined || !isBatch(samples) || channels === undefined) {
    throw node.error('[samples, channels, …]', 'samples along another axis');
  }
  if (dimensions < 1 || dimensions > 2) {
    throw node.error('images or sequences', `${dimensions} dimensions`, 'Neutype has layers of one and two.');
  }
  const step = node.trunk.arranged(view, [[BATCH], ...positions, channels]);
  const sizes = positions.map(sizeOf);
  return { step, channels: sizeOf(channels), sizes };
}

/** The view of a layer's output with channels last. */
export function viewOfImages(step: Step): View {
  const placed: readonly Axis[] = [[BATCH], ...step.shape.map(axisOf)];
  return viewOf(step, placed, [[BATCH], placed.at(-1)!, ...placed.slice(1, -1)]);
}

/** A layer on images, and the view of what it gives. */
export function onImages(node: NodeReading, define: (images: Spatial) => StepDefinition): View {
  return viewOfImages(node.trunk.add(define(spatial(node, node.view(0)))));
}

export type Around = readonly [before: number, after: number];

/** How a window slides, as attributes have it. */
export interface Window {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

export function windowOf(node: NodeReading, size: readonly number[], dimensions: number): Window {
  const { attributes } = node;
  const ones = size.map(() => 1);
  const window = {
    size,
    stride: attributes.ints('strides') ?? ones,
    dilation: attributes.ints('dilations') ?? ones,
  };
  const isSound = Object.values(window).every(
    (values) => values.length === dimensions && values.every((value) => value >= 1 && value < 2 ** 31),
  );
  if (isSound) return window;
  throw node.error(`sizes, strides and dilations from 1 for ${dimensions} axes`);
}

/** Zeros around, for each axis. */
export function paddingOf(node: NodeReading, window: Window, sizes: readonly number[]): readonly Around[] {
  const { attributes } = node;
  const auto = attributes.text('auto_pad', 'NOTSET');
  if (auto === 'VALID') return sizes.map(() => [0, 0]);
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    return sizes.map((size, axis) => samePadding(window, axis, size, auto === 'SAME_UPPER'));
  }
  const pads = attributes.ints('pads') ?? new Array<number>(2 * sizes.length).fill(0);
  if (pads.length !== 2 * sizes.length || pads.some((pad) => pad < 0)) {
    throw node.error('pads from 0 for both ends of each axis', pads.join(', '));
  }
  return sizes.map((_, axis) => [pads[axis]!, pads[axis + sizes.length]!]);
}

function samePadding(
  { size, stride, dilation }: Window,
  axis: number,
  length: number,
  isUpper: boolean,
): Around {
  const reach = (size[axis]! - 1) * dilation[axis]! + 1;
  const places = Math.ceil(length / stride[axis]!);
  const total = Math.max(0, (places - 1) * stride[axis]! + reach - length);
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return isUpper ? [less, more] : [more, less];
}

/** A list of one or two as options take it: a number where both are the same. */
export function optionOf(values: readonly number[]): number | [number, number] {
  const [first = 1, second = first] = values;
  return first === second ? first : [first, second];
}

/** Padding as options take it, briefly where it can be. */
export function paddingOption(
  around: readonly Around[],
  window: Window,
): 'valid' | 'same' | number | Around | readonly [Around, Around] {
  if (around.every(([before, after]) => before === 0 && after === 0)) return 'valid';
  const isSame = around.every(([before, after], axis) => {
    const reach = (window.size[axis]! - 1) * window.dilation[axis]!;
    return window.stride[axis] === 1 && before === Math.floor(reach / 2) && after === Math.ceil(reach / 2);
  });
  if (isSame) return 'same';
  const [first] = around.flat();
  if (around.flat().every((pad) => pad === first)) return first!;
  return around.length === 1 ? around[0]! : [around[0]!, around[1]!];
}
