import { groupNorm as normalizeGroups, OptionError } from '@neutype/core';
import { ShapeError, shown } from '@neutype/errors';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { OneInput } from '../takes.js';
import { type AffineOptions, checkedAffine } from './affine.js';

/** Options of `groupNorm`. */
export interface GroupNormOptions extends AffineOptions {
  /** A name of its own instead of `group-norm-1`. */
  readonly name?: string;
}

/**
 * Divides the channels (the last axis) into groups and normalizes each group of each sample, over all positions, to mean 0
 * and variance 1; then scales each channel by gamma and shifts it by beta, which are learned. Any shape stays as it is.
 *
 * It does what batch normalization is for, without a batch: samples do not depend on each other, and it is the same in
 * training and in prediction. The variance is the biased one. NeuPy's `GroupNorm` and PyTorch's have the same epsilon,
 * PyTorch's gamma and beta as `weight` and `bias`; Keras' adds 1e-3.
 *
 * Wu & He, "Group Normalization", 2018.
 *
 * @param groups how many groups; 1 normalizes all channels together, as many as channels is `instanceNorm`
 * @throws OptionError for groups that are no whole number from 1, or an epsilon that is not positive
 * @throws ShapeError in the network, where the channels do not divide into so many groups
 *
 * @example
 * ```ts
 * const network = input([32, 32, 3]).to(
 *   conv2d(32, 3, { bias: null }), groupNorm(8), relu(), flatten(), softmax(10),
 * );
 * ```
 */
export function groupNorm(groups: number, options: GroupNormOptions = {}): Layer<'same', OneInput> {
  checkLayerOptions('groupNorm', options, ['beta', 'epsilon', 'gamma']);
  checkGroups(groups);
  const { epsilon, parameters } = checkedAffine('groupNorm', options);
  return layer({
    kind: 'group-norm',
    name: options.name,
    replayable: true,
    outputs: 'numbers',
    settings: { groups, epsilon },
    outputShape: (inputShape, where) => {
      checkDivides(groups, inputShape, where);
      return inputShape;
    },
    parameters,
    forward: (x, { gamma, beta }) => normalizeGroups(x, gamma, beta, { groups, epsilon }),
  });
}

function checkGroups(groups: number): void {
  if (Number.isInteger(groups) && groups >= 1) return;
  throw new OptionError({
    where: 'groupNorm(groups)',
    expected: 'a whole number of groups from 1',
    received: shown(groups),
    remedy: 'Write groupNorm(8) for 8 groups of channels.',
  });
}

function checkDivides(groups: number, inputShape: Shape, name: string): void {
  const channels = inputShape.at(-1) as number;
  if (channels % groups === 0) return;
  const divisors = Array.from({ length: Math.min(channels, 4096) }, (_, index) => index + 1).filter(
    (each) => channels % each === 0,
  );
  throw new ShapeError({
    where: `layer ${name}`,
    expected: `channels that divide into ${groups} groups`,
    received: `${formatBatchShape(inputShape)}, with ${channels} channels`,
    remedy: `${channels} channels divide into ${divisors.join(', ')} groups.`.replace(
      /, (?=\d+ groups)/,
      ' or ',
    ),
  });
}
