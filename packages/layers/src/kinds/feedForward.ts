import { dense, selfGated } from '@neutype/core';
import { checkChoice, checkCount, checkNumber } from '@neutype/errors';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { dropped } from '../dropped.js';
import { heNormal } from '../initializers/heNormal.js';
import { lecunNormal } from '../initializers/lecunNormal.js';
import type { InitialValue } from '../initialValue.js';
import { type Layer, type LayerContext, layer } from '../layer.js';
import type { OneInput } from '../takes.js';

/** What the hidden units of `feedForward` go through. */
export type FeedForwardActivation = 'gelu' | 'relu' | 'silu';

/** Options of `feedForward`. */
export interface FeedForwardOptions {
  /** How many hidden units. Four times the features. */
  readonly hidden?: number;
  /** What the hidden units go through. `'gelu'`. */
  readonly activation?: FeedForwardActivation;
  /** The probability of a hidden unit to be dropped in training, as by `dropout`. 0. */
  readonly dropout?: number;
  /** Initial `[features, hidden]`. `heNormal()` */
  readonly hiddenWeight?: InitialValue;
  /** Initial `[hidden, features]`. `lecunNormal()` */
  readonly outputWeight?: InitialValue;
  /** What both biases begin as, 0; `null` for none. */
  readonly bias?: InitialValue | null;
  /** A name of its own instead of `feed-forward-1`. */
  readonly name?: string;
}

/**
 * Two dense layers with an activation between them, which give as many features as come in, for each time step (or pixel)
 * by itself: `y = activation(x · hiddenWeight + hiddenBias) · outputWeight + outputBias`. The second half of a
 * transformer's block.
 *
 * `[?, …, features]` → `[?, …, features]`
 *
 * It is `gelu(hidden)` and `linear(features)` in one layer, which need not be told how many features there are. In PyTorch's
 * `TransformerEncoderLayer` the weights are `linear1.weight` and `linear2.weight`, transposed.
 *
 * Vaswani et al., "Attention Is All You Need", 2017, section 3.3.
 *
 * @throws OptionError for hidden units below 1, another activation, or a dropout that is no probability
 *
 * @example
 * ```ts
 * const network = input([64, 128]).to(
 *   residual(layerNorm(), multiHeadAttention(4)),
 *   residual(layerNorm(), feedForward({ hidden: 256 })),
 * );
 * ```
 */
export function feedForward(options: FeedForwardOptions = {}): Layer<'same', OneInput> {
  const { hidden, activation = 'gelu', dropout = 0, bias = 0, name } = checked(options);
  const { hiddenWeight = heNormal(), outputWeight = lecunNormal() } = options;
  return layer({
    kind: 'feed-forward',
    name,
    replayable: true,
    outputs: 'numbers',
    settings: { hidden, activation, dropout, ...(bias === null && { bias }) },
    parameters: (inputShape) => {
      const features = inputShape.at(-1) as number;
      const units = hidden ?? 4 * features;
      const biasOf = (size: number) => (bias === null ? undefined : { shape: [size], value: bias });
      return {
        hiddenWeight: { shape: [features, units], value: hiddenWeight },
        outputWeight: { shape: [units, features], value: outputWeight },
        hiddenBias: biasOf(units),
        outputBias: biasOf(features),
      };
    },
    forward: (x, { hiddenWeight, hiddenBias, outputWeight, outputBias }, context: LayerContext) => {
      const rows = reshape(x, [-1, x.shape.at(-1) as number]);
      const units = activated(rows, hiddenWeight, hiddenBias, activation);
      return reshape(dense(dropped(units, dropout, context), outputWeight, outputBias), x.shape);
    },
  });
}

const ACTIVATIONS: readonly FeedForwardActivation[] = ['gelu', 'relu', 'silu'];

function checked(options: FeedForwardOptions): FeedForwardOptions {
  checkLayerOptions('feedForward', options, [
    'activation',
    'bias',
    'dropout',
    'hidden',
    'hiddenWeight',
    'outputWeight',
  ]);
  const { activation = 'gelu', dropout = 0, hidden = 1 } = options;
  checkCount('feedForward, option hidden', hidden);
  checkChoice('feedForward, option activation', activation, ACTIVATIONS);
  checkNumber('feedForward, option dropout', dropout, { from: 0, below: 1 });
  return options;
}

function activated(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  activation: FeedForwardActivation,
): Tensor {
  return activation === 'relu'
    ? dense(x, weight, bias, activation)
    : selfGated(dense(x, weight, bias), activation);
}
