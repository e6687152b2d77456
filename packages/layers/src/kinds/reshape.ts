import { OptionError, ShapeError } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { reshape as reshapeTensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, isShape, type Shape, shownShape } from '../shape.js';
import type { OneInput } from '../takes.js';

/** In a shape: as much as is left of the values. */
const REST = -1;

/** The shape as far as it is known before a network is built: what -1 stands for is not. */
export type Reshaped<S> = S extends number
  ? readonly [S extends -1 ? number : S]
  : S extends Shape
    ? { readonly [At in keyof S]: S[At] extends -1 ? number : S[At] }
    : Shape;

/**
 * Gives each sample another shape with as many values.
 *
 * @param shape the new shape, the batch dimension left out; a number for rows. One of its sizes may be -1, which is then as
 * large as the others leave it. -1 by default, rows of all values: what `flatten()` gives.
 * @throws OptionError for what is no shape, or has -1 more than once
 * @throws ShapeError in the network, where the number of values differs, or cannot be shared out
 *
 * @example
 * ```ts
 * const network = input(784).to(reshape([28, 28, 1]), conv2d(32, 3), relu(), flatten(), softmax(10));
 * const rows = input([28, 28, 1]).to(reshape([28, -1])); // [?, 28, 28]
 * ```
 */
export function reshape<const S extends Shape | number = -1>(
  shape?: S,
  options: { readonly name?: string } = {},
): Layer<Reshaped<S>, OneInput> {
  checkLayerOptions('reshape', options);
  const sizes = checkedSizes(shape === undefined ? REST : shape);
  return layer({
    kind: 'reshape',
    name: options.name,
    replayable: true,
    outputs: 'same',
    settings: { shape: sizes },
    outputShape: (inputShape, name) => fitted(sizes, inputShape, name),
    forward: (x, _, { name }) =>
      reshapeTensor(x, [x.shape[0] as number, ...fitted(sizes, x.shape.slice(1), name)]),
  });
}

/** The shape with its -1 filled in. */
function fitted(sizes: Shape, inputShape: Shape, name: string): Shape {
  const count = sizeOf(inputShape);
  const known = sizeOf(sizes.filter((size) => size !== REST));
  const filled = sizes.map((size) => (size === REST ? count / known : size));
  if (filled.every(Number.isInteger) && sizeOf(filled) === count) return filled;
  const hasRest = sizes.includes(REST);
  throw new ShapeError({
    where: `layer ${name}`,
    expected: `${hasRest ? 'a multiple of ' : ''}${known} values a sample, for the new shape ${formatBatchShape(sizes)}`,
    received: `${count}, in ${formatBatchShape(inputShape)}`,
    remedy: `Choose a shape whose sizes multiply to ${hasRest ? 'a divisor of ' : ''}that number.`,
  });
}

function checkedSizes(shape: unknown): Shape {
  const sizes = typeof shape === 'number' ? [shape] : shape;
  const isNew = isShape(Array.isArray(sizes) ? sizes.filter((size) => size !== REST) : sizes);
  const rests = Array.isArray(sizes) ? sizes.filter((size) => size === REST).length : 0;
  if (isNew && rests < 2 && (sizes as Shape).length > 0) return sizes as Shape;
  throw new OptionError({
    where: 'reshape(shape)',
    expected: 'sizes from 1, the batch left out, and at most one -1 for what is left',
    received: shownShape(shape),
    remedy: 'Write every size: reshape([28, 28, 1]).',
  });
}
