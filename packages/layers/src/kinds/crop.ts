import { ShapeError } from '@neutype/core';
import { slice } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { InnerAxes } from '../takes.js';
import { checkSides, type ForInnerAxes, type Sides, shownAxes, sidesOf } from './inner.js';

/**
 * Cuts values off around each sample, on every axis but the last: rows and columns of images, time steps of sequences.
 * The opposite of `pad`.
 *
 * `[?, height, width, channels]` → `[?, height − before − after, width − before − after, channels]`;
 * `[?, time, features]` → `[?, time − before − after, features]`
 *
 * @param amount how many on each side of all axes, or a list that has for each axis a number for both of its sides or
 * `[before, after]`: `crop(1)`, `crop([1, 2])`, `crop([[0, 1], [2, 2]])`, and for sequences `crop([[2, 0]])`
 * @throws OptionError for amounts that are no whole numbers from 0
 * @throws ShapeError in the network, where nothing is left, or the list is not as long as a sample has axes but the last
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(crop(4), flatten(), softmax(10)); // flatten takes [?, 20, 20, 1]
 * ```
 */
export function crop(
  amount: ForInnerAxes<Sides>,
  options: { readonly name?: string } = {},
): Layer<'resized', InnerAxes> {
  checkLayerOptions('crop', options);
  checkSides(
    'crop(amount)',
    amount,
    'crop(1) cuts one off on each side, crop([[1, 0], [2, 2]]) one above and two left and right.',
  );
  return layer({
    kind: 'crop',
    name: options.name,
    replayable: true,
    settings: { amount },
    outputShape: (inputShape, where) => {
      const left = sidesOf(amount, inputShape, where).map(
        ([before, after], axis) => (inputShape[axis] as number) - before - after,
      );
      checkLeft(left, amount, inputShape, where);
      return [...left, inputShape.at(-1) as number];
    },
    forward: (x, _, { name: where }) => {
      const sides = sidesOf(amount, x.shape.slice(1), where);
      return slice(
        x,
        [0, ...sides.map(([before]) => before), 0],
        [
          x.shape[0] as number,
          ...sides.map(([before, after], axis) => (x.shape[axis + 1] as number) - before - after),
          -1,
        ],
      );
    },
  });
}

function checkLeft(left: readonly number[], amount: unknown, inputShape: Shape, where: string): void {
  if (left.every((length) => length > 0)) return;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `samples from which something is left when crop(${shownAxes(amount)}) has cut off their sides`,
    received: formatBatchShape(inputShape),
    remedy: 'Cut off less.',
  });
}
