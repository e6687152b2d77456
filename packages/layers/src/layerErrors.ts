import { escapeControls, NeutypeError, ShapeError, shown } from '@neutype/errors';
import { formatShape, sameShape } from '@neutype/ndarray';
import { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from './shape.js';

/**
 * What a layer's `forward` gave, if it is what the layer said: a tensor `[batch, ...outputShape]`. A wrong one would be
 * told by a layer behind, by a broadcast in the loss, or not at all.
 */
export function checkOutput(y: unknown, name: string, shape: Shape): Tensor {
  if (!(y instanceof Tensor)) {
    throw new NeutypeError({
      where: `layer ${name}`,
      expected: 'a tensor from its forward',
      received: shown(y),
      remedy: y instanceof Promise ? 'forward must not be asynchronous.' : 'forward must return its output.',
    });
  }
  if (sameShape(y.shape, shape)) return y;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: `an output of shape ${formatShape(shape)}, which the layer announces`,
    received: formatShape(y.shape),
    remedy:
      y.shape[0] === shape[0]
        ? `If forward is right, say so in outputShape, the batch left out: outputShape: () => ${formatShape(y.shape.slice(1))}.`
        : 'The first axis is that of the samples, which forward must keep.',
  });
}

/** Runs a part of a layer; errors that come out of it name the layer. */
export function inLayer<Result>(name: string, part: () => Result): Result {
  try {
    return part();
  } catch (error) {
    throw errorOf(error, name);
  }
}

function errorOf(error: unknown, name: string): unknown {
  if (error instanceof ShapeError && error.problem && !error.problem.where.startsWith('layer ')) {
    return new ShapeError(
      { ...error.problem, where: `layer ${name}, ${error.problem.where}` },
      { cause: error },
    );
  }
  if (error instanceof NeutypeError || !(error instanceof Error)) return error;
  return new NeutypeError(escapeControls(`layer ${name}: ${error.message}`), { cause: error });
}
