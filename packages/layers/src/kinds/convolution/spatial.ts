import { checkCount, OptionError } from '@neutype/errors';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../../shape.js';
import { toPair } from '../../window.js';
import { imageShape } from '../imageShape.js';
import { isSides, type Sides, shownAxes } from '../inner.js';
import { sequenceShape } from '../sequenceShape.js';

/** Zeros before and after. */
export type Around = readonly [before: number, after: number];

/** What filters slide over: images, or sequences, which are images of a single row. */
export interface Spatial {
  readonly noun: string;
  /** Sizes along which filters slide, and the channels; refuses another input. */
  shape(inputShape: Shape, where: string): readonly number[];
  /** A number for each of these sizes, from 1, or from another least. */
  counts(value: unknown, where: string, least?: number): readonly number[];
  /** Zeros around each of them; `undefined` for what is none. */
  around(padding: unknown): readonly Around[] | undefined;
  /** What `padding` may be, for messages. */
  readonly paddings: string;
  /** Input, filter and output as the operations on images have them, without copies. */
  enter(x: Tensor): Tensor;
  filter(weight: Tensor): Tensor;
  leave(y: Tensor): Tensor;
}

export const IMAGES: Spatial = {
  noun: 'an image',
  shape: imageShape,
  counts: (value, where, least = 1) =>
    least === 1 ? toPair(value as number, where) : pairFromZero(value, where),
  around: (padding) => {
    const sides = Array.isArray(padding) ? padding : [padding, padding];
    return sides.length === 2 && sides.every(isSides) ? (sides as Sides[]).map(both) : undefined;
  },
  paddings:
    "'valid', 'same', a whole number from 0, or two for rows and columns, each a number or [before, after]",
  enter: (x) => x,
  filter: (weight) => weight,
  leave: (y) => y,
};

export const SEQUENCES: Spatial = {
  noun: 'a sequence',
  shape: sequenceShape,
  counts: (value, where, least = 1) => {
    checkCount(where, value, least);
    return [value];
  },
  around: (padding) => (isSides(padding) ? [both(padding as Sides)] : undefined),
  paddings: "'valid', 'same', 'causal', a whole number from 0, or [before, after]",
  enter: (x) => {
    const [batch, time, features] = x.shape as [number, number, number];
    return reshape(x, [batch, 1, time, features]);
  },
  filter: (weight) => reshape(weight, [1, ...weight.shape]),
  leave: (y) => {
    const [batch, , time, features] = y.shape as [number, number, number, number];
    return reshape(y, [batch, time, features]);
  },
};

function both(sides: Sides): Around {
  return typeof sides === 'number' ? [sides, sides] : sides;
}

function pairFromZero(value: unknown, where: string): readonly number[] {
  const pair = Array.isArray(value) ? value : [value, value];
  if (pair.length === 2 && pair.every((count) => Number.isSafeInteger(count) && count >= 0))
    return pair as number[];
  throw new OptionError({
    where,
    expected: 'a whole number from 0, or two of them for rows and columns',
    received: shownAxes(value),
  });
}
