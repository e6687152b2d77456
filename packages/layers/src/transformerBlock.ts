import { checkFlag, checkOptions } from '@neutype/errors';
import { join } from './join.js';
import { dropout as dropoutLayer } from './kinds/dropout.js';
import { type FeedForwardActivation, feedForward } from './kinds/feedForward.js';
import { keepPadding } from './kinds/keepPadding.js';
import { layerNorm } from './kinds/layerNorm.js';
import { multiHeadAttention } from './kinds/multiHeadAttention.js';
import type { Layer } from './layer.js';
import { parallel } from './parallel.js';
import type { Block, Part } from './part.js';
import { residual } from './residual.js';
import type { Sequences } from './takes.js';

/** Options of `transformerBlock`. */
export interface TransformerBlockOptions {
  /** Hidden units of the feed-forward layer. Four times the features. */
  readonly hidden?: number;
  /** What these go through. `'gelu'`. */
  readonly activation?: FeedForwardActivation;
  /** Of the weights of attention, of the hidden units, and of what either half adds; a probability. 0. */
  readonly dropout?: number;
  /** Whether each time step looks at itself and what came before alone, as in a decoder. `false`. */
  readonly causal?: boolean;
  /** Whether each half normalizes what comes in, which trains more easily, or what comes out, as in the paper. `true`. */
  readonly normFirst?: boolean;
  /**
   * A time step whose features all equal this number is padding: attention does not look at it, and it comes out as it went
   * in. None by default.
   */
  readonly maskValue?: number;
}

/**
 * A block of a transformer: attention, then a feed-forward layer, each beside a connection around it. It is
 *
 * ```text
 * residual(layerNorm(), multiHeadAttention(heads)), residual(layerNorm(), feedForward())
 * ```
 *
 * or, with `normFirst: false`, `residual(multiHeadAttention(heads)), layerNorm(), residual(feedForward()), layerNorm()`,
 * with `dropout` layers at the ends of the halves where there is dropout. Write it out where something else is wanted. With a
 * `maskValue`, each norm and each half is followed by `keepPadding(maskValue)`.
 *
 * `[?, time, features]` → `[?, time, features]`
 *
 * PyTorch's `TransformerEncoderLayer(features, heads, hidden)`, which has 2,048 hidden units, relu, dropout 0.1 and
 * `norm_first=False` unless told otherwise. A stack of blocks with `normFirst` wants a `layerNorm()` at its end.
 *
 * Vaswani et al., "Attention Is All You Need", 2017; Xiong et al., "On Layer Normalization in the Transformer
 * Architecture", 2020.
 *
 * @param heads of the attention; they share the features evenly
 * @throws OptionError for an option out of its range
 * @throws ShapeError in the network, for an input that is no sequence, or features that the heads cannot share
 *
 * @example
 * ```ts
 * const network = input([64, 128]).to(
 *   positionalEncoding(),
 *   repeat(transformerBlock(4, { causal: true, dropout: 0.1 }), 6),
 *   layerNorm(),
 * );
 * ```
 */
export function transformerBlock(heads: number, options: TransformerBlockOptions = {}): TransformerBlock {
  checkOptions('transformerBlock', options, [
    'activation',
    'causal',
    'dropout',
    'hidden',
    'maskValue',
    'normFirst',
  ]);
  const { activation, causal = false, dropout = 0, hidden, maskValue, normFirst = true } = options;
  checkFlag('transformerBlock, option normFirst', normFirst);
  const padded = (part: Part): Part => (maskValue === undefined ? part : withPadding(part, maskValue));
  const halves = [
    multiHeadAttention(heads, { causal, dropout, ...(maskValue !== undefined && { maskValue }) }),
    feedForward({ dropout, ...(hidden !== undefined && { hidden }), ...(activation && { activation }) }),
  ];
  return chain(
    halves.map((half) => {
      const end = dropout === 0 ? [] : [dropoutLayer(dropout)];
      return normFirst
        ? padded(residual(padded(layerNorm()), half, ...end))
        : padded(chain([residual(half, ...end), layerNorm()]));
    }),
  );
}

/** A part that leaves padding as it comes. */
function withPadding(part: Part, maskValue: number): Part {
  return join(parallel(part, join()), keepPadding(maskValue));
}

/** Sequences, whose shape stays as it is. */
export type TransformerBlock = Block<'chain', readonly [Layer<'same', Sequences>]>;

function chain(parts: readonly Part[]): TransformerBlock {
  return join(...(parts as unknown as readonly [Layer<'same', Sequences>]));
}
