import { OptionError } from '@neutype/core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { inputLayer } from '../inputLayer.js';
import { Network } from '../network.js';
import { Placement } from '../placement.js';
import { isShape, type Shape, shownShape } from '../shape.js';

/** The shape that `input` was given, as a type: `input(784)` is `readonly [784]`. */
export type InputShape<S extends number | Shape> = S extends number
  ? readonly [S]
  : S extends Shape
    ? S
    : never;

/**
 * The beginning of every network: says what one sample looks like, the batch dimension left out.
 *
 * @param shape the number of features, or the sizes of all dimensions; images are `[height, width, channels]`
 * @throws OptionError for anything but whole numbers from 1
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), relu(300), softmax(10));
 * const images = input([28, 28, 1]).to(conv2d(32, 3), relu(), flatten(), softmax(10));
 * ```
 */
export function input<const S extends number | Shape>(
  shape: S,
  options: { readonly name?: string } = {},
): Network<InputShape<S>, InputShape<S>> {
  const sizes: Shape = typeof shape === 'number' ? [shape] : shape;
  checkLayerOptions('input', options);
  if (!isShape(sizes) || sizes.length === 0) {
    throw new OptionError({
      where: 'input',
      expected: 'the number of features, or an array of the sizes of all dimensions (the batch left out)',
      received: shownShape(shape),
      remedy: 'Write input(784) for rows of features, input([28, 28, 1]) for images.',
    });
  }
  const placement = new Placement('input');
  const start = placement.layer(inputLayer(sizes, options.name), [], sizes);
  return new Network({ placed: placement.placed, ends: [start] });
}
