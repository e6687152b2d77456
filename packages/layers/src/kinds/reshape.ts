import { ShapeError } from '@neutype/core';
import { checkOptions } from '@neutype/errors';
import { reshape as reshapeTensor } from '@tensorflow/tfjs-core';
import { type Layer, layer } from '../layer.js';
import { elementCount, formatBatchShape, type Shape } from '../shape.js';

/**
 * Gives each sample another shape with as many values.
 *
 * @param shape the new shape, the batch dimension left out
 * @throws ShapeError in the network, where the number of values differs
 *
 * @example
 * ```ts
 * const network = input(784).to(reshape([28, 28, 1]), conv2d(32, 3), relu(), flatten(), softmax(10));
 * ```
 */
export const reshape = <const S extends Shape>(
  shape: S,
  options: { readonly name?: string } = {},
): Layer<S> => {
  checkOptions('reshape', options, ['name']);
  return layer({
    kind: 'reshape',
    name: options.name,
    replayable: true,
    outputs: 'same',
    outputShape: (inputShape, name) => {
      if (elementCount(inputShape) === elementCount(shape)) return shape;
      throw new ShapeError({
        where: `layer ${name}`,
        expected: `${elementCount(shape)} values a sample, for the new shape ${formatBatchShape(shape)}`,
        received: `${elementCount(inputShape)}, in ${formatBatchShape(inputShape)}`,
        remedy: 'Choose a shape whose sizes multiply to that number.',
      });
    },
    forward: (x) => reshapeTensor(x, [x.shape[0] as number, ...shape]),
  });
};
