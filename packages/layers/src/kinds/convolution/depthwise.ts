import { depthwiseConv2d as convolveDepthwise } from '@neutype/core';
import { checkCount } from '@neutype/errors';
import { tidy } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../../checkLayerOptions.js';
import { heNormal } from '../../initializers/heNormal.js';
import type { InitialValue } from '../../initialValue.js';
import { type Layer, layer } from '../../layer.js';
import type { Pair } from '../../window.js';
import { biased, biasOf, type FilterParameters, ofSingleChannels } from './filters.js';
import {
  filterWindow,
  type ImageFilterOptions,
  outputSizes,
  type SequenceFilterOptions,
  slidingOf,
  windowSettings,
} from './filterWindow.js';
import type { Spatial } from './spatial.js';

/** Options of `depthwiseConv2d`. */
export interface DepthwiseConv2dOptions extends ImageFilterOptions {
  /** Distance between the filter's cells; 1 by default. */
  readonly dilation?: Pair;
  /** How many filters each channel has; 1 by default. */
  readonly multiplier?: number;
  /** Initial filters, `[rows, columns, channels, multiplier]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
}

/** Options of `depthwiseConv1d`. */
export interface DepthwiseConv1dOptions extends SequenceFilterOptions {
  /** Distance between the filter's steps; 1 by default. */
  readonly dilation?: number;
  /** How many filters each feature has; 1 by default. */
  readonly multiplier?: number;
  /** Initial filters, `[size, features, multiplier]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
}

const OPTIONS = ['bias', 'dilation', 'multiplier', 'padding', 'stride', 'weight'];

/** What `depthwiseConv2d` and `depthwiseConv1d` have in common. */
export function depthwise(
  called: 'depthwiseConv2d' | 'depthwiseConv1d',
  kind: string,
  spatial: Spatial,
  size: unknown,
  options: DepthwiseConv2dOptions | DepthwiseConv1dOptions,
): Layer {
  checkLayerOptions(called, options, OPTIONS);
  const { weight = heNormal(), bias, multiplier = 1, name } = options;
  checkCount(`${called} multiplier`, multiplier);
  const window = filterWindow(called, spatial, size, options);
  const sliding = slidingOf(window);
  return layer({
    kind,
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { ...windowSettings(window), multiplier, ...(bias === null && { bias }) },
    outputShape: (inputShape, where) => {
      const sizes = spatial.shape(inputShape, where);
      return [...outputSizes(window, spatial, sizes, inputShape, where), inputShape.at(-1)! * multiplier];
    },
    parameters: (inputShape): FilterParameters => ({
      weight: { shape: [...window.size, inputShape.at(-1)!, multiplier], value: ofSingleChannels(weight) },
      bias: biasOf(bias, inputShape.at(-1)! * multiplier),
    }),
    forward: (x, { weight, bias }) =>
      tidy(() => {
        const y = convolveDepthwise(spatial.enter(x), spatial.filter(weight), sliding);
        return spatial.leave(biased(y, bias));
      }),
  });
}
