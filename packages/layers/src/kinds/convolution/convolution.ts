import { conv2d as convolve, type FusedActivation } from '@neutype/core';
import { tidy } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../../checkLayerOptions.js';
import { heNormal } from '../../initializers/heNormal.js';
import type { InitialValue } from '../../initialValue.js';
import { type Layer, type LayerForward, layer } from '../../layer.js';
import type { Pair } from '../../window.js';
import { biasOf, checkFilters, checkGroups, checkShared, type FilterParameters } from './filters.js';
import {
  filterWindow,
  type ImageFilterOptions,
  outputSizes,
  type SequenceFilterOptions,
  slidingOf,
  windowSettings,
} from './filterWindow.js';
import type { Spatial } from './spatial.js';

/** Options of `conv2d`. */
export interface Conv2dOptions extends ImageFilterOptions {
  /** Distance between the filter's cells; 1 by default. */
  readonly dilation?: Pair;
  /** Into how many groups channels and filters are divided, each group of filters seeing its own channels; 1 by default. */
  readonly groups?: number;
  /** Initial filters, `[rows, columns, channels / groups, filters]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
}

/** Options of `conv1d`. */
export interface Conv1dOptions extends SequenceFilterOptions {
  /** Distance between the filter's steps; 1 by default. */
  readonly dilation?: number;
  /** Into how many groups features and filters are divided, each group of filters seeing its own features; 1 by default. */
  readonly groups?: number;
  /** Initial filters, `[size, features / groups, filters]`; `heNormal()` by default. */
  readonly weight?: InitialValue;
}

const OPTIONS = ['bias', 'dilation', 'groups', 'padding', 'stride', 'weight'];

/** What `conv2d` and `conv1d` have in common. */
export function convolution(
  kind: 'conv2d' | 'conv1d',
  spatial: Spatial,
  filters: number,
  size: unknown,
  options: Conv2dOptions | Conv1dOptions,
): Layer {
  checkLayerOptions(kind, options, OPTIONS);
  checkFilters(kind, filters);
  const { weight = heNormal(), bias, groups = 1, name } = options;
  checkGroups(kind, groups, filters);
  const window = filterWindow(kind, spatial, size, options);
  const sliding = slidingOf(window);
  function withActivation(activation: FusedActivation): LayerForward<FilterParameters> {
    return (x, { weight, bias }) =>
      tidy(() => {
        const filter = spatial.filter(weight);
        return spatial.leave(convolve(spatial.enter(x), filter, bias, { ...sliding, groups, activation }));
      });
  }
  return layer({
    kind,
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { filters, ...windowSettings(window), groups, ...(bias === null && { bias }) },
    outputShape: (inputShape, where) => {
      const sizes = spatial.shape(inputShape, where);
      checkShared(inputShape, groups, where);
      return [...outputSizes(window, spatial, sizes, inputShape, where), filters];
    },
    parameters: (inputShape): FilterParameters => ({
      weight: { shape: [...window.size, inputShape.at(-1)! / groups, filters], value: weight },
      bias: biasOf(bias, filters),
    }),
    forward: withActivation('linear'),
    forwardWith: withActivation,
  });
}
