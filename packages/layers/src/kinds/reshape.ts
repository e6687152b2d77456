import { OptionError, ShapeError } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { reshape as reshapeTensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, isShape, type Shape, shownShape } from '../shape.js';

/**
 * Gives each sample another shape with as many values.
 *
 * @param shape the new shape, the batch dimension left out
 * @throws OptionError for what is no shape
 * @throws ShapeError in the network, where the number of values differs
 *
 * @example
 * ```ts
 * const network = input(784).to(reshape([28, 28, 1]), conv2d(32, 3), relu(), flatten(), softmax(10));
 * ```
 */
export function reshape<const S extends Shape>(shape: S, options: { readonly name?: string } = {}): Layer<S> {
  checkLayerOptions('reshape', options);
  checkSizes(shape);
  return layer({
    kind: 'reshape',
    name: options.name,
    replayable: true,
    outputs: 'same',
    outputShape: (inputShape, name) => {
      if (sizeOf(inputShape) === sizeOf(shape)) return shape;
      throw new ShapeError({
        where: `layer ${name}`,
        expected: `${sizeOf(shape)} values a sample, for the new shape ${formatBatchShape(shape)}`,
        received: `${sizeOf(inputShape)}, in ${formatBatchShape(inputShape)}`,
        remedy: 'Choose a shape whose sizes multiply to that number.',
      });
    },
    forward: (x) => reshapeTensor(x, [x.shape[0] as number, ...shape]),
  });
}

function checkSizes(shape: unknown): void {
  if (isShape(shape) && shape.length > 0) return;
  throw new OptionError({
    where: 'reshape(shape)',
    expected: 'sizes from 1, the batch left out',
    received: shownShape(shape),
    remedy: 'Write every size: reshape([28, 28, 1]).',
  });
}
