import type { avgPool } from '@neutype/core';
import { OptionError } from '@neutype/errors';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { Takes } from '../takes.js';
import type { Pair } from '../window.js';
import {
  type FilterWindow,
  filterWindow,
  type ImagePadding,
  ofTwo,
  outputSizes,
  type SequencePadding,
  slidingOf,
  windowSettings,
} from './convolution/filterWindow.js';
import type { Spatial } from './convolution/spatial.js';
import { shownAxes } from './inner.js';

/** Options of the poolings of images. */
export interface Pool2dOptions {
  /** How far the window moves; the window's size by default. */
  readonly stride?: Pair;
  /**
   * `'valid'` (the default) leaves out windows that reach over the border, `'same'` lets them, and numbers let them reach
   * so far, as with `conv2d`. What lies outside of the image counts neither as a largest value nor in a mean.
   */
  readonly padding?: ImagePadding;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** Options of the poolings over time. */
export interface Pool1dOptions {
  /** How far the window moves; the window's size by default. */
  readonly stride?: number;
  /**
   * `'valid'` (the default) leaves out windows that reach over an end, `'same'` lets them, `'causal'` over the beginning
   * alone, and numbers let them reach so far, as with `conv1d`. What lies outside of the sequence counts neither as a
   * largest value nor in a mean.
   */
  readonly padding?: SequencePadding;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** What maximum and average pooling have in common, of images and of sequences. */
export function pooling<Taken extends Takes>(
  calledAs: string,
  kind: string,
  spatial: Spatial,
  pool: typeof avgPool,
  size: Pair,
  options: Pool1dOptions | Pool2dOptions,
): Layer<'resized', Taken> {
  checkLayerOptions(calledAs, options, ['padding', 'stride']);
  const { stride = size, padding = 'valid', name } = options;
  const window = filterWindow(calledAs, spatial, size, { stride, padding });
  checkReach(calledAs, window, padding);
  const { strides, padding: around } = slidingOf(window);
  const { dilation, ...settings } = windowSettings(window);
  const moving = { size: ofTwo(window.size, 1), strides, padding: around } as Parameters<typeof avgPool>[1];
  return layer({
    kind,
    name,
    replayable: true,
    settings,
    outputShape: (inputShape, where) => {
      const sizes = spatial.shape(inputShape, where);
      const output = outputSizes(window, spatial, sizes, inputShape, where);
      return [...output, inputShape.at(-1) as number];
    },
    forward: (x) => spatial.leave(pool(spatial.enter(x), moving)),
  });
}

/** Refuses windows that would lie in the padding alone. */
function checkReach(calledAs: string, { size, padding }: FilterWindow, given: unknown): void {
  if (padding === 'same' || padding.every((around, axis) => Math.max(...around) < size[axis]!)) return;
  throw new OptionError({
    where: `${calledAs} padding`,
    expected: `less than the window's size, ${size.join(' × ')}`,
    received: shownAxes(given),
  });
}
