import { ShapeError } from '@neutype/core';
import { formatShape, sameShape } from '@neutype/ndarray';
import { type Layer, layer } from './layer.js';
import { formatBatchShape, type Shape } from './shape.js';

/** The layer at the beginning of a network, which holds what comes in to its shape. */
export function inputLayer(sizes: Shape, name?: string): Layer {
  return layer({
    kind: 'input',
    name,
    replayable: true,
    settings: {},
    outputs: 'numbers',
    forward: (x, _, { name }) => {
      if (sameShape(x.shape.slice(1), sizes)) return x;
      throw new ShapeError({
        where: `layer ${name}`,
        expected: formatBatchShape(sizes),
        received: formatShape(x.shape),
        remedy: 'Reshape the data, or declare its shape in input(…).',
      });
    },
  });
}
