import { conv2d as convolve, type FusedActivation, OptionError } from '@neutype/core';
import { shown } from '@neutype/errors';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { heNormal } from '../initializers/heNormal.js';
import type { InitialValue } from '../initialValue.js';
import {
  type Layer,
  type LayerForward,
  layer,
  type ParameterDefinition,
  type ParameterDefinitions,
} from '../layer.js';
import { checkedPadding, outputLength, type Padding, type Pair, toPair } from '../window.js';
import { checkFits, imageShape } from './imageShape.js';

/** Options of `conv2d`. */
export interface Conv2dOptions {
  /** `'valid'` (the default) stays within the image, `'same'` pads it so that stride 1 keeps its size. */
  readonly padding?: Padding;
  /** How far the window moves; 1 by default. */
  readonly stride?: Pair;
  /** Distance between the filter's cells; 1 by default. */
  readonly dilation?: Pair;
  /** Initial filters, `[rows, columns, channels, filters]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
  /** Initial bias, `[filters]`, `0` by default; `null` for no bias. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of `conv2d-1`. */
  readonly name?: string;
}

/**
 * Two-dimensional convolution of images with learned filters.
 *
 * `[?, height, width, channels]` → `[?, height', width', filters]`
 *
 * @param filters how many filters, and channels of the output
 * @param size rows and columns of a filter; one number for both
 * @throws OptionError for sizes that are no whole numbers from 1
 * @throws ShapeError in the network, where the input is no image or is smaller than the filter
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(
 *   conv2d(32, 3), relu(),
 *   conv2d(64, 3, { padding: 'same' }), relu(), maxPool2d(2),
 *   flatten(), softmax(10),
 * );
 * ```
 */
export function conv2d<const Filters extends number>(
  filters: Filters,
  size: Pair,
  options: Conv2dOptions = {},
): Layer<readonly [number, number, Filters]> {
  checkLayerOptions('conv2d', options, ['bias', 'dilation', 'padding', 'stride', 'weight']);
  checkFilters(filters);
  const [rows, columns] = toPair(size, 'conv2d size');
  const { weight = heNormal(), bias = 0, name } = options;
  const padding = checkedPadding(options.padding ?? 'valid', 'conv2d padding');
  const strides = toPair(options.stride ?? 1, 'conv2d stride');
  const dilations = toPair(options.dilation ?? 1, 'conv2d dilation');
  checkStrideOrDilation(strides, dilations);
  const length = (input: number, axis: 0 | 1): number =>
    outputLength(input, {
      size: axis === 0 ? rows : columns,
      stride: strides[axis],
      dilation: dilations[axis],
      padding,
    });
  const convolution =
    (activation: FusedActivation): LayerForward<Conv2dParameters> =>
    (x, { weight, bias }) =>
      convolve(x as Tensor4D, weight as Tensor as Tensor4D, bias as Tensor as Tensor1D | undefined, {
        strides,
        dilations,
        padding,
        activation,
      });
  return layer({
    kind: 'conv2d',
    name,
    replayable: true,
    outputs: 'numbers',
    outputShape: (inputShape, where) => {
      const [height, width] = imageShape(inputShape, where);
      const output = [length(height, 0), length(width, 1)] as const;
      checkFits(where, inputShape, output, `${rows} × ${columns}`);
      return [...output, filters];
    },
    parameters: ([, , channels]): Conv2dParameters => ({
      weight: { shape: [rows, columns, channels as number, filters], value: weight },
      bias: bias === null ? undefined : { shape: [filters], value: bias },
    }),
    forward: convolution('linear'),
    forwardWith: convolution,
  });
}

interface Conv2dParameters extends ParameterDefinitions {
  readonly weight: ParameterDefinition;
  readonly bias: ParameterDefinition | undefined;
}

function checkFilters(filters: number): void {
  if (Number.isInteger(filters) && filters > 0) return;
  throw new OptionError({
    where: 'conv2d(filters, size)',
    expected: 'a whole number of filters from 1',
    received: shown(filters),
    remedy: 'Write conv2d(32, 3) for 32 filters of 3 × 3.',
  });
}

function checkStrideOrDilation(strides: readonly number[], dilations: readonly number[]): void {
  if (strides.every((stride) => stride === 1) || dilations.every((dilation) => dilation === 1)) return;
  throw new OptionError({
    where: 'conv2d',
    expected: 'a stride or a dilation above 1, not both',
    received: `stride ${strides.join(' × ')} and dilation ${dilations.join(' × ')}`,
  });
}
