import { checkChoice } from '@neutype/errors';
import { add, concat, mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { InnerAxes } from '../takes.js';
import { checkForInnerAxes, type ForInnerAxes, forInnerAxes } from './inner.js';
import { sliceAlong } from './sliceAlong.js';

/** How the values in between are found. */
export type UpsampleMode = 'nearest' | 'bilinear';

/** Options of `upsample`. */
export interface UpsampleOptions {
  /**
   * `'nearest'` (the default) repeats each value; `'bilinear'` goes from one to the next in a straight line along each axis.
   */
  readonly mode?: UpsampleMode;
  /** A name of its own instead of `upsample-1`. */
  readonly name?: string;
}

/**
 * Makes each sample larger by whole factors, on every axis but the last: rows and columns of images, time of sequences.
 *
 * `[?, height, width, channels]` → `[?, height · scale, width · scale, channels]`; `[?, time, features]` →
 * `[?, time · scale, features]`
 *
 * With `'bilinear'` the value of an input stands in the middle of the `scale` places that it becomes, and beyond the outermost ones
 * there is nothing but them: Keras' `interpolation='bilinear'`, PyTorch's `align_corners=False`.
 *
 * @param scale one factor for all axes, or one for each axis but the last
 * @throws OptionError for factors that are no whole numbers from 1, or an unknown mode
 * @throws ShapeError in the network, where there is not a factor for each axis but the last
 *
 * @example
 * ```ts
 * const decoder = input([7, 7, 16]).to(
 *   upsample(2), conv2d(8, 3, { padding: 'same' }), relu(),
 *   upsample(2, { mode: 'bilinear' }), conv2d(1, 3, { padding: 'same' }), sigmoid(),
 * ); // [?, 28, 28, 1]
 * ```
 */
export function upsample(
  scale: ForInnerAxes<number>,
  options: UpsampleOptions = {},
): Layer<'resized', InnerAxes> {
  checkLayerOptions('upsample', options, ['mode']);
  checkForInnerAxes(
    'upsample(scale)',
    scale,
    (one) => Number.isSafeInteger(one) && (one as number) > 0,
    'a whole number from 1, or a list of them',
    'upsample(2) doubles height and width, upsample([2, 1]) the height alone.',
  );
  const { mode = 'nearest', name } = options;
  checkChoice('upsample mode', mode, ['nearest', 'bilinear']);
  const along = mode === 'nearest' ? repeated : interpolated;
  return layer({
    kind: 'upsample',
    name,
    replayable: true,
    settings: { scale, mode },
    outputShape: (inputShape, where) => {
      const scales = forInnerAxes(scale, inputShape, where);
      return inputShape.map((length, axis) => length * (scales[axis] ?? 1));
    },
    forward: (x, _, { name: where }) =>
      forInnerAxes(scale, x.shape.slice(1), where).reduce(
        (larger: Tensor, factor, axis) => (factor === 1 ? larger : along(larger, axis + 1, factor)),
        x,
      ),
  });
}

function repeated(x: Tensor, axis: number, factor: number): Tensor {
  return interleaved(new Array<Tensor>(factor).fill(x), axis);
}

/**
 * Place k of an input's `factor` places lies at (k + 0.5) / factor − 0.5 from the input's own middle, on the way to the input
 * before it or after it.
 */
function interpolated(x: Tensor, axis: number, factor: number): Tensor {
  const length = x.shape[axis] as number;
  const first = sliceAlong(x, axis, 0, 1);
  const last = sliceAlong(x, axis, length - 1, 1);
  const before = length === 1 ? x : concat([first, sliceAlong(x, axis, 0, length - 1)], axis);
  const after = length === 1 ? x : concat([sliceAlong(x, axis, 1, length - 1), last], axis);
  const places = Array.from({ length: factor }, (_, place) => {
    const distance = (place + 0.5) / factor - 0.5;
    if (distance === 0) return x;
    const share = Math.abs(distance);
    return add(mul(x, 1 - share), mul(distance < 0 ? before : after, share));
  });
  return interleaved(places, axis);
}

/** Tensors of one shape, in turn along an axis: the first of each, then the second of each. */
function interleaved(tensors: readonly Tensor[], axis: number): Tensor {
  const { shape } = tensors[0] as Tensor;
  const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const rows = tensors.map((tensor) => reshape(tensor, [tensor.size / inner, 1, inner]));
  return reshape(
    concat(rows, 1),
    shape.map((length, at) => (at === axis ? length * tensors.length : length)),
  );
}
