import { ShapeError } from '@neutype/core';
import { checkCount, checkNumber } from '@neutype/errors';
import { slice } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { normal } from '../initializers/normal.js';
import type { InitialValue } from '../initialValue.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape } from '../shape.js';
import type { Sequences } from '../takes.js';
import { sequenceShape } from './sequenceShape.js';
import { withPositions } from './withPositions.js';

/** Options of `positionEmbedding`. */
export interface PositionEmbeddingOptions {
  /** Initial `[length, features]`, `normal({ std: 0.02 })`, as GPT-2 has it. */
  readonly weight?: InitialValue;
  /** A time step whose features all equal this number is padding, and stays as it is. None by default. */
  readonly maskValue?: number;
  /** A name of its own instead of `position-embedding-1`. */
  readonly name?: string;
}

/**
 * Adds to each time step a vector that is learned for its place: `y[t] = x[t] + weight[t]`. Sequences may be shorter than
 * `length`, and take the first rows.
 *
 * `[?, time, features]` → `[?, time, features]`, with time up to `length`
 *
 * In PyTorch it is `nn.Embedding(length, features)` of the places 0, 1, 2, …, with the same weight.
 *
 * @param length of the longest sequence, in time steps
 * @throws OptionError for a length below 1
 * @throws ShapeError in the network, for an input that is no sequence, or a longer one
 *
 * @example
 * ```ts
 * const network = input([64, 128]).to(positionEmbedding(64), multiHeadAttention(4, { causal: true }));
 * ```
 */
export function positionEmbedding(
  length: number,
  options: PositionEmbeddingOptions = {},
): Layer<'same', Sequences> {
  checkLayerOptions('positionEmbedding', options, ['maskValue', 'weight']);
  checkCount('positionEmbedding(length)', length);
  if (options.maskValue !== undefined) {
    checkNumber('positionEmbedding, option maskValue', options.maskValue);
  }
  const { maskValue, name, weight = normal({ std: 0.02 }) } = options;
  return layer({
    kind: 'position-embedding',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { length, maskValue },
    outputShape: (inputShape, where) => {
      const [time] = sequenceShape(inputShape, where);
      if (time <= length) return inputShape;
      throw new ShapeError({
        where: `layer ${where}`,
        expected: `at most ${length} time steps`,
        received: `${time} in ${formatBatchShape(inputShape)}`,
        remedy: `Write positionEmbedding(${time}).`,
      });
    },
    parameters: ([, features]) => ({ weight: { shape: [length, features as number], value: weight } }),
    forward: (x, { weight }) => {
      const [, time, features] = x.shape as [number, number, number];
      return withPositions(x, time === length ? weight : slice(weight, [0, 0], [time, features]), maskValue);
    },
  });
}
