import type { ConvolutionOptions } from '@neutype/core';
import { OptionError, shown } from '@neutype/errors';
import type { InitialValue } from '../../initialValue.js';
import type { Shape } from '../../shape.js';
import { outputLength, type Pair } from '../../window.js';
import { checkFits } from '../imageShape.js';
import { type Sides, shownAxes } from '../inner.js';
import type { Around, Spatial } from './spatial.js';

/**
 * `'valid'` stays within the image, `'same'` pads it so that stride 1 keeps its size. A number adds so many zeros on each
 * side, `[1, 2]` one above and below and two left and right, `[[0, 1], [2, 3]]` as many as it says above, below, left and
 * right.
 */
export type ImagePadding = 'valid' | 'same' | number | readonly [rows: Sides, columns: Sides];

/**
 * `'valid'` stays within the sequence, `'same'` pads it so that stride 1 keeps its length, `'causal'` pads it before its
 * beginning alone, so that no output sees a later step. A number adds so many zero steps at each end, `[before, after]` as
 * many as it says.
 */
export type SequencePadding = 'valid' | 'same' | 'causal' | Sides;

/** Options of all layers that slide filters over images. */
export interface ImageFilterOptions {
  /** Zeros around the image; `'valid'`, for none, by default. */
  readonly padding?: ImagePadding;
  /** How far the filter moves; 1 by default. */
  readonly stride?: Pair;
  /** Initial bias, one number for each output channel, `0` by default; `null` for no bias. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** Options of all layers that slide filters over sequences. */
export interface SequenceFilterOptions {
  /** Zero steps around the sequence; `'valid'`, for none, by default. */
  readonly padding?: SequencePadding;
  /** How far the filter moves; 1 by default. */
  readonly stride?: number;
  /** Initial bias, one number for each output channel, `0` by default; `null` for no bias. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** What a layer is given of the way that its filters slide. */
interface Given {
  readonly padding?: unknown;
  readonly stride?: unknown;
  readonly dilation?: unknown;
}

/** How filters slide, a number for each dimension. */
export interface FilterWindow {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: 'same' | readonly Around[];
}

/** Checks the size and what the options say of the window. */
export function filterWindow(layer: string, spatial: Spatial, size: unknown, given: Given): FilterWindow {
  const window = {
    size: spatial.counts(size, `${layer} size`),
    stride: spatial.counts(given.stride ?? 1, `${layer} stride`),
    dilation: spatial.counts(given.dilation ?? 1, `${layer} dilation`),
  };
  const { padding = 'valid' } = given;
  return { ...window, padding: paddingOf(layer, spatial, padding, window) };
}

function paddingOf(
  layer: string,
  spatial: Spatial,
  padding: unknown,
  { size, dilation }: Pick<FilterWindow, 'size' | 'dilation'>,
): FilterWindow['padding'] {
  if (padding === 'same') return padding;
  if (padding === 'valid') return size.map(() => [0, 0]);
  if (padding === 'causal' && size.length === 1) return [[(size[0]! - 1) * dilation[0]!, 0]];
  const around = spatial.around(padding);
  if (around !== undefined) return around;
  throw new OptionError({
    where: `${layer} padding`,
    expected: spatial.paddings,
    received: typeof padding === 'string' ? shown(padding) : shownAxes(padding),
    remedy: "'same' keeps the size, 'valid' adds nothing to it.",
  });
}

/** Sizes of the output; refuses an input that the window does not fit into. */
export function outputSizes(
  window: FilterWindow,
  { noun }: Spatial,
  sizes: readonly number[],
  inputShape: Shape,
  where: string,
): readonly number[] {
  const { size, stride, dilation, padding } = window;
  const output = size.map((length, axis) =>
    outputLength(sizes[axis]!, {
      size: length,
      stride: stride[axis]!,
      dilation: dilation[axis]!,
      padding: padding === 'same' ? padding : padding[axis]!,
    }),
  );
  checkFits(where, inputShape, output, size.join(' × '), noun);
  return output;
}

/** The same as operations take it: over rows and columns. */
export function slidingOf({ stride, dilation, padding }: FilterWindow): ConvolutionOptions {
  return {
    strides: ofTwo(stride, 1),
    dilations: ofTwo(dilation, 1),
    padding: padding === 'same' ? padding : ofTwo<Around>(padding, [0, 0]),
  };
}

/** The window as options say it. */
export function windowSettings({ size, stride, dilation, padding }: FilterWindow): Record<string, unknown> {
  return {
    size: asOption(size),
    stride: asOption(stride),
    dilation: asOption(dilation),
    padding: padding === 'same' ? padding : asOption(padding),
  };
}

/** What options of layers on sequences are, of a list with a value for each dimension. */
export function asOption<Value>(values: readonly Value[]): Value | readonly Value[] | undefined {
  return values.length === 1 ? values[0] : values;
}

/** Sequences have a single row. */
export function ofTwo<Value>(values: readonly Value[], ofRow: Value): readonly [Value, Value] {
  return (values.length === 1 ? [ofRow, values[0]] : values) as [Value, Value];
}
