import { ShapeError } from '@neutype/core';
import { sameShape } from '@neutype/ndarray';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, mergingLayer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { SeveralInputs } from '../takes.js';

/** Options of layers that have none but a name. */
export interface NameOption {
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** A layer that combines inputs of one shape value by value. */
export function elementWise(
  kind: string,
  options: NameOption,
  combine: (xs: readonly Tensor[]) => Tensor,
): Layer<'merged', SeveralInputs> {
  checkLayerOptions(kind, options);
  return mergingLayer({
    kind,
    name: options.name,
    replayable: true,
    settings: {},
    outputShape: (inputShapes, where) => {
      checkSameShapes(inputShapes, where);
      return inputShapes[0];
    },
    forward: combine,
  });
}

/** Refuses inputs of different shapes. */
export function checkSameShapes(shapes: readonly Shape[], layer: string): void {
  const [first = [], ...others] = shapes;
  if (others.every((shape) => sameShape(shape, first))) return;
  throw new ShapeError({
    where: `layer ${layer}`,
    expected: 'inputs of one shape',
    received: shapes.map(formatBatchShape).join(' and '),
    remedy: `Put a layer into one branch that changes its shape, ${changing(shapes)} for example.`,
  });
}

function changing(shapes: readonly Shape[]): string {
  const wanted = shapes.at(-1) ?? [];
  return wanted.length === 3 ? `conv2d(${wanted[2]}, 1) with a stride` : `linear(${wanted.at(-1)})`;
}
