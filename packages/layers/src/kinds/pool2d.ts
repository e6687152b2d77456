import { OptionError } from '@neutype/core';
import { shown } from '@neutype/errors';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { checkedPadding, outputLength, type Padding, type Pair, toPair } from '../window.js';
import { checkFits, imageShape } from './imageShape.js';

/** Options of the poolings. */
export interface Pool2dOptions {
  /** How far the window moves; the window's size by default. */
  readonly stride?: Pair;
  /**
   * `'valid'` (the default) leaves out windows that reach over the border, `'same'` lets them, and a number lets them
   * reach so far on each side. What lies outside of the image counts neither as a largest value nor in a mean.
   */
  readonly padding?: Padding;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** Reduces windows of an image, the window already checked. */
export type Pool = (
  x: Tensor4D,
  window: {
    readonly size: readonly [number, number];
    readonly strides: readonly [number, number];
    readonly padding: Padding;
  },
) => Tensor;

/** What maximum and average pooling have in common. */
export function pool2d(
  calledAs: string,
  kind: string,
  pool: Pool,
  size: Pair,
  options: Pool2dOptions,
): Layer<readonly [number, number, number]> {
  checkLayerOptions(calledAs, options, ['padding', 'stride']);
  const { name } = options;
  const padding = checkedPadding(options.padding ?? 'valid', `${calledAs} padding`);
  const window = {
    size: toPair(size, `${calledAs} size`),
    strides: toPair(options.stride ?? size, `${calledAs} stride`),
    padding,
  };
  checkReach(calledAs, window.size, padding);
  const length = (input: number, axis: 0 | 1): number =>
    outputLength(input, { size: window.size[axis], stride: window.strides[axis], dilation: 1, padding });
  return layer({
    kind,
    name,
    replayable: true,
    settings: { size: window.size, stride: window.strides, padding },
    outputShape: (inputShape, where) => {
      const [height, width, channels] = imageShape(inputShape, where);
      const output = [length(height, 0), length(width, 1)] as const;
      checkFits(where, inputShape, output, window.size.join(' × '));
      return [...output, channels];
    },
    forward: (x) => pool(x as Tensor4D, window),
  });
}

/** Refuses windows that would lie in the padding alone. */
function checkReach(calledAs: string, size: readonly number[], padding: Padding): void {
  if (typeof padding === 'string' || padding < Math.min(...size)) return;
  throw new OptionError({
    where: `${calledAs} padding`,
    expected: `less than the window's size, ${size.join(' × ')}`,
    received: shown(padding),
  });
}
