import { ShapeError } from '@neutype/core';
import { checkChoice, checkNumber } from '@neutype/errors';
import { concat, pad as padTensor, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { InnerAxes } from '../takes.js';
import { checkSides, type ForInnerAxes, type Sides, shownAxes, sidesOf } from './inner.js';
import { sliceAlong } from './sliceAlong.js';

/** What the added values are, by NumPy's names. */
export type PadMode = 'constant' | 'reflect' | 'symmetric' | 'edge';

/** Options of `pad`. */
export interface PadOptions {
  /**
   * `'constant'` (the default) adds `value`; `'reflect'` mirrors at the values on the border, which are not repeated
   * (`c b | a b c | b a`); `'symmetric'` repeats them (`b a | a b c | c b`); `'edge'` repeats them alone
   * (`a a | a b c | c c`).
   */
  readonly mode?: PadMode;
  /** What `'constant'` adds; 0 by default. */
  readonly value?: number;
  /** A name of its own instead of `pad-1`. */
  readonly name?: string;
}

/**
 * Adds values around each sample, on every axis but the last: rows and columns of images, time steps of sequences.
 *
 * `[?, height, width, channels]` → `[?, before + height + after, before + width + after, channels]`;
 * `[?, time, features]` → `[?, before + time + after, features]`
 *
 * @param amount how many on each side of all axes, or a list that has for each axis a number for both of its sides or
 * `[before, after]`: `pad(1)`, `pad([1, 2])`, `pad([[0, 1], [2, 2]])`, and for sequences `pad([[2, 0]])`
 * @throws OptionError for amounts that are no whole numbers from 0, an unknown mode, or a value that is not finite
 * @throws ShapeError in the network, where the list is not as long as a sample has axes but the last, or an axis has too
 * few values to be mirrored
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(pad(2, { mode: 'reflect' }), conv2d(8, 5), flatten(), softmax(10));
 * const causal = input([50, 3]).to(pad([[2, 0]])); // two zero steps before the first
 * ```
 */
export function pad(amount: ForInnerAxes<Sides>, options: PadOptions = {}): Layer<'resized', InnerAxes> {
  checkLayerOptions('pad', options, ['mode', 'value']);
  checkSides(
    'pad(amount)',
    amount,
    'pad(1) adds one on each side, pad([[1, 0], [2, 2]]) one above and two left and right.',
  );
  const { mode = 'constant', value = 0, name } = options;
  checkChoice('pad mode', mode, ['constant', 'reflect', 'symmetric', 'edge']);
  checkNumber('pad value', value);
  return layer({
    kind: 'pad',
    name,
    replayable: true,
    settings: { amount, mode, value },
    outputShape: (inputShape, where) => {
      const sides = sidesOf(amount, inputShape, where);
      checkMirrors(mode, sides, inputShape, where);
      const padded = sides.map(([before, after], axis) => before + (inputShape[axis] as number) + after);
      return [...padded, inputShape.at(-1) as number];
    },
    forward: (x, _, { name: where }) => {
      const sides = sidesOf(amount, x.shape.slice(1), where);
      if (mode === 'constant')
        return padTensor(x, [[0, 0], ...sides.map(([...both]) => both), [0, 0]], value);
      return sides.reduce(
        (padded: Tensor, [before, after], axis) => extended(padded, axis + 1, before, after, mode),
        x,
      );
    },
  });
}

type MirrorMode = Exclude<PadMode, 'constant'>;

/** Engines have no kernel that mirrors; slices of one value along the axis and a concatenation do. */
function extended(x: Tensor, axis: number, before: number, after: number, mode: MirrorMode): Tensor {
  const last = (x.shape[axis] as number) - 1;
  const at = (distance: number) => (mode === 'edge' ? 0 : mode === 'reflect' ? distance : distance - 1);
  const left = Array.from({ length: before }, (_, index) => at(before - index));
  const right = Array.from({ length: after }, (_, index) => last - at(index + 1));
  if (left.length + right.length === 0) return x;
  const pieceAt = (position: number) => sliceAlong(x, axis, position, 1);
  return concat([...left.map(pieceAt), x, ...right.map(pieceAt)], axis);
}

/** A mirror image is no longer than what is mirrored. */
function checkMirrors(
  mode: PadMode,
  sides: readonly (readonly [number, number])[],
  inputShape: Shape,
  where: string,
): void {
  if (mode !== 'reflect' && mode !== 'symmetric') return;
  const most = (axis: number) => (inputShape[axis] as number) - (mode === 'reflect' ? 1 : 0);
  if (sides.every((both, axis) => Math.max(...both) <= most(axis))) return;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `axes that are long enough to be mirrored, for ${mode} adds ${shownAxes(sides)}`,
    received: formatBatchShape(inputShape),
    remedy: "Add less, or take the mode 'edge' or 'constant'.",
  });
}
