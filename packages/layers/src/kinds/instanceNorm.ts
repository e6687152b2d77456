import { groupNorm as normalizeGroups } from '@neutype/core';
import { ShapeError } from '@neutype/errors';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { InnerAxes } from '../takes.js';
import { type AffineOptions, checkedAffine } from './affine.js';

/** Options of `instanceNorm`. */
export interface InstanceNormOptions extends AffineOptions {
  /** A name of its own instead of `instance-norm-1`. */
  readonly name?: string;
}

/**
 * Normalizes each channel (the last axis) of each sample, over all positions, to mean 0 and variance 1; then scales each
 * channel by gamma and shifts it by beta, which are learned. Any shape stays as it is.
 *
 * What it takes from an image is its contrast; style transfer is made of that. It is `groupNorm` with a group for each
 * channel. PyTorch's `InstanceNorm2d(channels)` is this with `affine=True`, gamma and beta as `weight` and `bias`.
 *
 * Ulyanov, Vedaldi & Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016.
 *
 * @throws OptionError for an epsilon that is not positive
 * @throws ShapeError in the network, for an input that has one value a channel
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(
 *   conv2d(32, 3, { bias: null }), instanceNorm(), relu(), flatten(), softmax(10),
 * );
 * ```
 */
export function instanceNorm(options: InstanceNormOptions = {}): Layer<'same', InnerAxes> {
  checkLayerOptions('instanceNorm', options, ['beta', 'epsilon', 'gamma']);
  const { epsilon, parameters } = checkedAffine('instanceNorm', options);
  return layer({
    kind: 'instance-norm',
    name: options.name,
    replayable: true,
    outputs: 'numbers',
    settings: { epsilon },
    outputShape: (inputShape, where) => {
      checkPositions(inputShape, where);
      return inputShape;
    },
    parameters,
    forward: (x, { gamma, beta }) =>
      normalizeGroups(x, gamma, beta, { groups: x.shape.at(-1) as number, epsilon }),
  });
}

function checkPositions(inputShape: Shape, name: string): void {
  if (inputShape.slice(0, -1).some((length) => length > 1)) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: 'several values of each channel, as in [?, height, width, channels]',
    received: formatBatchShape(inputShape),
    remedy: 'A single value is its own mean, and would become 0: take layerNorm() or batchNorm() here.',
  });
}
