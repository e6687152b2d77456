import {
  conv2d as convolve,
  depthwiseConv2d as convolveDepthwise,
  type FusedActivation,
} from '@neutype/core';
import { checkCount } from '@neutype/errors';
import { tidy } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../../checkLayerOptions.js';
import { heNormal } from '../../initializers/heNormal.js';
import type { InitialValue } from '../../initialValue.js';
import {
  type Layer,
  type LayerForward,
  layer,
  type ParameterDefinition,
  type ParameterDefinitions,
} from '../../layer.js';
import type { Pair } from '../../window.js';
import { biasOf, checkFilters, ofSingleChannels } from './filters.js';
import {
  filterWindow,
  type ImageFilterOptions,
  outputSizes,
  type SequenceFilterOptions,
  slidingOf,
  windowSettings,
} from './filterWindow.js';
import type { Spatial } from './spatial.js';

/** Options of `separableConv2d`. */
export interface SeparableConv2dOptions extends ImageFilterOptions {
  /** Distance between the depthwise filter's cells; 1 by default. */
  readonly dilation?: Pair;
  /** How many depthwise filters each channel has; 1 by default. */
  readonly multiplier?: number;
  /** Initial depthwise filters, `[rows, columns, channels, multiplier]`; `heNormal()` by default. */
  readonly depthwiseWeight?: InitialValue;
  /** Initial filters that mix the channels, `[1, 1, channels · multiplier, filters]`; `heNormal()` by default. */
  readonly pointwiseWeight?: InitialValue;
}

/** Options of `separableConv1d`. */
export interface SeparableConv1dOptions extends SequenceFilterOptions {
  /** Distance between the depthwise filter's steps; 1 by default. */
  readonly dilation?: number;
  /** How many depthwise filters each feature has; 1 by default. */
  readonly multiplier?: number;
  /** Initial depthwise filters, `[size, features, multiplier]`; `heNormal()` by default. */
  readonly depthwiseWeight?: InitialValue;
  /** Initial filters that mix the features, `[1, features · multiplier, filters]`; `heNormal()` by default. */
  readonly pointwiseWeight?: InitialValue;
}

const OPTIONS = ['bias', 'depthwiseWeight', 'dilation', 'multiplier', 'padding', 'pointwiseWeight', 'stride'];

interface SeparableParameters extends ParameterDefinitions {
  readonly depthwiseWeight: ParameterDefinition;
  readonly pointwiseWeight: ParameterDefinition;
  readonly bias: ParameterDefinition | undefined;
}

/** What `separableConv2d` and `separableConv1d` have in common. */
export function separable(
  called: 'separableConv2d' | 'separableConv1d',
  kind: string,
  spatial: Spatial,
  filters: number,
  size: unknown,
  options: SeparableConv2dOptions | SeparableConv1dOptions,
): Layer {
  checkLayerOptions(called, options, OPTIONS);
  checkFilters(called, filters);
  const { depthwiseWeight = heNormal(), pointwiseWeight = heNormal(), bias, multiplier = 1, name } = options;
  checkCount(`${called} multiplier`, multiplier);
  const window = filterWindow(called, spatial, size, options);
  const sliding = slidingOf(window);
  function withActivation(activation: FusedActivation): LayerForward<SeparableParameters> {
    return (x, { depthwiseWeight, pointwiseWeight, bias }) =>
      tidy(() => {
        const apart = convolveDepthwise(spatial.enter(x), spatial.filter(depthwiseWeight), sliding);
        return spatial.leave(convolve(apart, spatial.filter(pointwiseWeight), bias, { activation }));
      });
  }
  return layer({
    kind,
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { filters, ...windowSettings(window), multiplier, ...(bias === null && { bias }) },
    outputShape: (inputShape, where) => {
      const sizes = spatial.shape(inputShape, where);
      return [...outputSizes(window, spatial, sizes, inputShape, where), filters];
    },
    parameters: (inputShape): SeparableParameters => {
      const channels = inputShape.at(-1)!;
      const single = window.size.map(() => 1);
      return {
        depthwiseWeight: {
          shape: [...window.size, channels, multiplier],
          value: ofSingleChannels(depthwiseWeight),
        },
        pointwiseWeight: { shape: [...single, channels * multiplier, filters], value: pointwiseWeight },
        bias: biasOf(bias, filters),
      };
    },
    forward: withActivation('linear'),
    forwardWith: withActivation,
  });
}
