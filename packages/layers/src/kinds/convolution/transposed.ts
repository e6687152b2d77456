import { conv2dTranspose as convolveBack } from '@neutype/core';
import { OptionError, ShapeError } from '@neutype/errors';
import { tidy } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../../checkLayerOptions.js';
import { heNormal } from '../../initializers/heNormal.js';
import type { InitialValue } from '../../initialValue.js';
import { type Layer, layer } from '../../layer.js';
import { formatBatchShape, type Shape } from '../../shape.js';
import type { Pair } from '../../window.js';
import { biased, biasOf, checkFilters, type FilterParameters } from './filters.js';
import {
  asOption,
  type FilterWindow,
  filterWindow,
  type ImageFilterOptions,
  ofTwo,
  type SequenceFilterOptions,
  type SequencePadding,
  slidingOf,
  windowSettings,
} from './filterWindow.js';
import type { Spatial } from './spatial.js';

/** Options of `conv2dTranspose`. */
export interface Conv2dTransposeOptions extends ImageFilterOptions {
  /** Rows and columns added at the end of the output, fewer than the stride; see the layer for what it is by default. */
  readonly outputPadding?: Pair;
  /** Initial filters, `[rows, columns, filters, channels]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
}

/** Options of `conv1dTranspose`. */
export interface Conv1dTransposeOptions extends Omit<SequenceFilterOptions, 'padding'> {
  /** Steps cut off at both ends; `'valid'`, for none, by default. */
  readonly padding?: Exclude<SequencePadding, 'causal'>;
  /** Steps added at the end of the output, fewer than the stride; see the layer for what it is by default. */
  readonly outputPadding?: number;
  /** Initial filters, `[size, filters, features]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
}

const OPTIONS = ['bias', 'outputPadding', 'padding', 'stride', 'weight'];

/** What `conv2dTranspose` and `conv1dTranspose` have in common. */
export function transposed(
  called: 'conv2dTranspose' | 'conv1dTranspose',
  kind: string,
  spatial: Spatial,
  filters: number,
  size: unknown,
  options: Conv2dTransposeOptions | Conv1dTransposeOptions,
): Layer {
  checkLayerOptions(called, options, OPTIONS);
  checkFilters(called, filters);
  const { weight = heNormal(), bias, name, padding = 'valid' } = options;
  const window = filterWindow(called, spatial, size, options);
  const added = outputPadding(called, spatial, window, padding, options.outputPadding);
  const sliding = slidingOf(window);
  return layer({
    kind,
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { filters, ...settingsOf(window, added), ...(bias === null && { bias }) },
    outputShape: (inputShape, where) => {
      const output = outputSizes(window, added, spatial.shape(inputShape, where));
      checkSizes(output, inputShape, where);
      return [...output, filters];
    },
    parameters: (inputShape): FilterParameters => ({
      weight: { shape: [...window.size, filters, inputShape.at(-1)!], value: weight },
      bias: biasOf(bias, filters),
    }),
    forward: (x, { weight, bias }) =>
      tidy(() => {
        const output = ofTwo(outputSizes(window, added, x.shape.slice(1)), 1);
        const y = convolveBack(spatial.enter(x), spatial.filter(weight), output, sliding);
        return spatial.leave(biased(y, bias));
      }),
  });
}

function settingsOf(window: FilterWindow, added: readonly number[]): Record<string, unknown> {
  const { dilation, ...settings } = windowSettings(window);
  return window.padding === 'same' ? settings : { ...settings, outputPadding: asOption(added) };
}

/** For each dimension; by default NeuPy's, and none for `'same'`, which knows its size. */
function outputPadding(
  called: string,
  spatial: Spatial,
  { size, stride }: FilterWindow,
  padding: unknown,
  given: unknown,
): readonly number[] {
  if (given === undefined) {
    return stride.map((step, axis) => (padding === 'valid' ? Math.max(step - size[axis]!, 0) : step - 1));
  }
  const where = `${called} outputPadding`;
  if (padding === 'same') {
    const expected = "none with padding 'same', whose output is as large as the input times the stride";
    throw new OptionError({ where, expected, received: `${given}` });
  }
  const added = spatial.counts(given, where, 0);
  if (added.every((count, axis) => count < stride[axis]!)) return added;
  throw new OptionError({
    where,
    expected: `less than the stride, ${stride.join(' × ')}`,
    received: added.join(' × '),
  });
}

/** Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016, section 4. */
function outputSizes(
  { size, stride, padding }: FilterWindow,
  added: readonly number[],
  inputSizes: readonly number[],
): readonly number[] {
  return size.map((length, axis) => {
    const step = stride[axis]!;
    if (padding === 'same') return inputSizes[axis]! * step;
    const [before, after] = padding[axis]!;
    return (inputSizes[axis]! - 1) * step + length - before - after + added[axis]!;
  });
}

function checkSizes(output: readonly number[], inputShape: Shape, where: string): void {
  if (output.every((size) => size > 0)) return;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: 'a padding that leaves something of the output',
    received: `${formatBatchShape(inputShape)}, of which ${output.join(' × ')} would be left`,
  });
}
